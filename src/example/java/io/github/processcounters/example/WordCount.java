package io.github.processcounters.example;

import io.github.processcounters.ProcessCounters;
import java.io.BufferedInputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Counts lines, words and bytes of all files in a folder, as {@code wc} does, with many threads. The process here is a
 * file: each has its set of counters. Most files are small, and one thread counts them, plainly. Several threads share
 * a large one, and its set is striped when the second of them attaches. Meanwhile a reporter reads all the sets.
 */
public final class WordCount {

  /** The counters of a file. */
  static final int LINES = 0, WORDS = 1, BYTES = 2, ERRORS = 3, COUNTERS = 4;

  /**
   * In bytes; a file of more than one chunk is large. A megabyte would be faster, but then few folders would have both
   * kinds; the project's own sources have files on either side of 8 KB.
   */
  static final int CHUNK = Math.max(1, Integer.getInteger("wordcount.chunk", 8 * 1024));

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** What a file counts for that cannot be read to its end. */
  private static final long[] UNREADABLE = {0, 0, 0, 1};

  /** A file and its counters. Nobody is attached yet: the thread that finds a file is not the one that counts it. */
  record TextFile(Path path, long size, ProcessCounters counters) {
    TextFile(Path path) {
      this(path, path.toFile().length(), new ProcessCounters(COUNTERS));
    }

    /** Can be read at any time. */
    long[] counted() {
      return counters.sum(ERRORS) > 0 ? UNREADABLE : counters.sums();
    }

    /** Counts again, in this thread and without a set. */
    long[] recounted() {
      String spaces = " \t\n\u000b\f\r";
      long lines = 0, words = 0, bytes = 0;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
        for (int last = ' ', b = in.read(); b >= 0; last = b, b = in.read()) {
          lines += b == '\n' ? 1 : 0;
          words += spaces.indexOf(last) >= 0 && spaces.indexOf(b) < 0 ? 1 : 0;
          bytes++;
        }
      } catch (IOException e) {
        return UNREADABLE;
      }
      return new long[] {lines, words, bytes, 0};
    }
  }

  private final List<TextFile> files;
  private final int chunk;
  private final Set<String> problems = new ConcurrentSkipListSet<>();

  /** A worker takes a file, and waits for the helpers to which it gave chunks. They are a pool apart: no deadlock. */
  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService helpers = Executors.newFixedThreadPool(THREADS);
  private final ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor();

  WordCount(List<TextFile> files, int chunk) {
    this.files = files;
    this.chunk = chunk;
  }

  public static void main(String[] args) throws IOException {
    int exitCode = run(Path.of(args.length > 0 ? args[0] : "src"), CHUNK, System.out, System.err, isTerminal());
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Returns the exit code: 0 if all is well, 1 if the totals are wrong, 2 if there is nothing to count. */
  static int run(Path folder, int chunk, PrintStream out, PrintStream err, boolean terminal) throws IOException {
    if (!Files.exists(folder)) {
      err.println("There is no file or folder " + folder);
      return 2;
    }
    List<TextFile> files = find(folder.toRealPath()).toList();
    out.printf("Counting %d %s in %s%n", files.size(), files.size() == 1 ? "file" : "files", folder);
    Set<String> problems = new WordCount(files, chunk).count(out, terminal);
    problems.forEach(problem -> err.println("Skipped " + problem));
    out.println("Counting again, in one thread ...");
    return report(files, totals(files, TextFile::recounted), out, err);
  }

  /** Finds broken links and closed folders too, as unreadable files; but no pipes and devices, which may not end. */
  static Stream<TextFile> find(Path path) {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> inside = Files.list(path)) {
        return inside.toList().stream().flatMap(WordCount::find);
      } catch (IOException e) {
        return Stream.of(new TextFile(path));
      }
    }
    return Files.isRegularFile(path) || !Files.exists(path) ? Stream.of(new TextFile(path)) : Stream.empty();
  }

  /** Counts all files, and returns what went wrong, sorted. */
  Set<String> count(PrintStream out, boolean terminal) {
    Runnable progress = () -> printProgress(out, terminal);
    try {
      Future<?> drawing = reporter.scheduleAtFixedRate(progress, 0, terminal ? 40 : 1000, TimeUnit.MILLISECONDS);
      runAll(files.stream().map(file -> file.counters().attached(() -> countFile(file))), workers).join();
      drawing.cancel(false);
      CompletableFuture.runAsync(progress, reporter).join(); // now nobody counts, so this line is exact
      out.print(terminal ? System.lineSeparator() : "");
    } finally {
      List.of(workers, helpers, reporter).forEach(ExecutorService::shutdown);
    }
    return problems;
  }

  /** Runs attached until all is counted; so the set of a large file is striped as soon as a helper attaches. */
  private void countFile(TextFile file) {
    CompletableFuture<Void> helped = runAll(
        LongStream.iterate(chunk, from -> from < file.size(), from -> from + chunk)
            .mapToObj(from -> file.counters().attached(() -> countChunk(file, from))), helpers);
    countChunk(file, 0);
    helped.join();
  }

  /** Counts the words that start in the chunk, wherever they end. */
  private void countChunk(TextFile file, long from) {
    ProcessCounters counters = file.counters();
    long to = from + chunk < file.size() ? from + chunk : Long.MAX_VALUE; // the last chunk ends where the file does
    try (FileChannel channel = FileChannel.open(file.path())) {
      ByteBuffer buffer = ByteBuffer.allocate(8 * 1024);
      boolean inWord = from > 0 && channel.read(buffer.limit(1), from - 1) == 1 && !isSpace(buffer.get(0));
      for (long at = from; at < to; at += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
        if (channel.read(buffer, at) < 0) {
          return;
        }
        buffer.flip();
        counters.add(BYTES, buffer.limit());
        while (buffer.hasRemaining()) {
          byte b = buffer.get();
          if (b == '\n') {
            counters.increment(LINES);
          }
          if (!inWord && !isSpace(b)) {
            counters.increment(WORDS);
          }
          inWord = !isSpace(b);
        }
      }
    } catch (IOException e) {
      counters.increment(ERRORS);
      problems.add(file.path() + ": " + e);
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  private static CompletableFuture<Void> runAll(Stream<Runnable> tasks, ExecutorService pool) {
    return CompletableFuture.allOf(
        tasks.map(task -> CompletableFuture.runAsync(task, pool)).toArray(CompletableFuture<?>[]::new));
  }

  static long[] totals(List<TextFile> files, Function<TextFile, long[]> countsOf) {
    long[] totals = new long[COUNTERS];
    files.stream().map(countsOf).forEach(counts -> Arrays.setAll(totals, i -> totals[i] + counts[i]));
    return totals;
  }

  /** Prints the end of it all, and returns the exit code. */
  static int report(List<TextFile> files, long[] expected, PrintStream out, PrintStream err) {
    long[] totals = totals(files, TextFile::counted);
    long striped = files.stream().filter(file -> file.counters().isStriped()).count();
    out.printf(Locale.ROOT, """

        lines              %,15d
        words              %,15d
        bytes              %,15d
        unreadable files   %,15d
        sets still single  %,15d
        sets striped       %,15d

        """, totals[LINES], totals[WORDS], totals[BYTES], totals[ERRORS], files.size() - striped, striped);
    if (!Arrays.equals(totals, expected)) {
      err.println("WRONG: counted " + Arrays.toString(totals) + ", recounted " + Arrays.toString(expected));
      return 1;
    }
    out.println("A sequential recount gives the same totals.");
    return 0;
  }

  private void printProgress(PrintStream out, boolean terminal) {
    long[] totals = totals(files, TextFile::counted);
    long size = files.stream().mapToLong(TextFile::size).sum();
    int percent = size == 0 ? 100 : (int) Math.min(100, 100 * totals[BYTES] / size);
    String bar = "#".repeat(percent / 4) + ".".repeat(25 - percent / 4);
    out.printf(Locale.ROOT, "%s[%s] %3d %%  %,13d lines  %,13d words%s", terminal ? "\r" : "", bar, percent,
        totals[LINES], totals[WORDS], terminal ? "" : System.lineSeparator());
  }

  private static boolean isTerminal() {
    Console console = System.console();
    try { // since JDK 22 there may be a console without a terminal, but it can be asked
      return console != null && (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
