package io.github.processcounters.example;

import io.github.processcounters.CounterDeltas;
import io.github.processcounters.EnumCounters;
import io.github.processcounters.ProcessTotals;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts bytes, lines and words of all files in a folder, as {@code wc} does, with several threads, and shows which files
 * are being read. The process here is a file: a part of the totals, with a name and a set of its own. Files are small, so
 * each is read again and again, until its share of the time is over. Meanwhile a reporter lists the parts at work.
 */
public final class WordCount {

  enum Count { BYTES, LINES, WORDS }

  private static final int SIZE = Count.values().length;

  private static final int THREADS = Math.max(4, Runtime.getRuntime().availableProcessors());

  /** How long the files are read, and how long it is measured what counting costs. */
  private static final long MILLIS = 3_500;
  private static final long MEASURED_MILLIS = 1_500;

  private static final int MEASURED_UPDATES = 100_000;

  private final ProcessTotals totals = new ProcessTotals(SIZE);
  private final CounterDeltas deltas = CounterDeltas.fromZero(totals);
  private final Path folder;
  private final List<Path> files;
  private final Queue<Path> unread;

  /** How often a file was read to its end. */
  private final Map<Path, Integer> passes = new ConcurrentHashMap<>();

  private final Set<String> problems = new ConcurrentSkipListSet<>();
  private long drained = System.nanoTime();
  private int linesDrawn;

  WordCount(Path folder, List<Path> files) {
    this.folder = folder;
    this.files = files;
    this.unread = new ConcurrentLinkedQueue<>(files);
  }

  public static void main(String[] args) throws Exception {
    int exitCode = run(Path.of(args.length > 0 ? args[0] : "src"), MILLIS, System.out, System.err, isTerminal());
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Returns the exit code: 0 if all is well, 1 if the totals are wrong, 2 if there is nothing to count. */
  static int run(Path folder, long millis, PrintStream out, PrintStream err, boolean terminal) throws Exception {
    if (!Files.exists(folder)) {
      err.println("There is no file or folder " + folder);
      return 2;
    }
    Path root = folder.toRealPath();
    List<Path> files = find(root).toList();
    out.printf("Reading %d %s in %s%n", files.size(), files.size() == 1 ? "file" : "files", folder);
    WordCount count = new WordCount(root, files);
    count.read(millis, out, terminal);
    count.problems.forEach(problem -> err.println("Skipped " + problem));
    return count.report(out, err);
  }

  /** Finds broken links and closed folders too, as unreadable files; but no pipes and devices, which may not end. */
  static Stream<Path> find(Path path) {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> inside = Files.list(path)) {
        return inside.toList().stream().flatMap(WordCount::find);
      } catch (IOException e) {
        return Stream.of(path);
      }
    }
    return Files.isRegularFile(path) || !Files.exists(path) ? Stream.of(path) : Stream.empty();
  }

  /** Reads all files, and shows the parts at work, often on a terminal, and else once a second. */
  void read(long millis, PrintStream out, boolean terminal) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis) * THREADS / Math.max(1, files.size());
    ExecutorService readers = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      readers.execute(() -> {
        for (Path file = unread.poll(); file != null; file = unread.poll()) {
          read(file, nanos);
        }
      });
    }
    readers.shutdown();
    while (!readers.awaitTermination(terminal ? 100 : 1000, TimeUnit.MILLISECONDS)) {
      draw(out, terminal);
    }
    draw(out, terminal);
  }

  /** The part is kept, and listed, until it is closed. */
  private void read(Path file, long nanos) {
    long begin = System.nanoTime();
    try (ProcessTotals.Part part = totals.begin(nameOf(file))) {
      EnumCounters<Count> counters = new EnumCounters<>(Count.class, part.counters());
      do {
        count(file, counters);
        passes.merge(file, 1, Integer::sum);
      } while (System.nanoTime() - begin < nanos);
    } catch (IOException e) {
      problems.add(file + ": " + e);
    }
  }

  private String nameOf(Path file) {
    return file.equals(folder) ? file.getFileName().toString() : folder.relativize(file).toString();
  }

  private static void count(Path file, EnumCounters<Count> counters) throws IOException {
    boolean inWord = false;
    byte[] buffer = new byte[8 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        counters.add(Count.BYTES, read);
        for (int i = 0; i < read; i++) {
          boolean isSpace = isSpace(buffer[i]);
          if (buffer[i] == '\n') {
            counters.increment(Count.LINES);
          }
          if (!inWord && !isSpace) {
            counters.increment(Count.WORDS);
          }
          inWord = !isSpace;
        }
      }
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b >= '\t' && b <= '\r';
  }

  /** The parts first, then the totals: so these are never less than what is listed (K4). */
  private void draw(PrintStream out, boolean terminal) {
    List<String> listed = totals.parts().stream()
        .sorted(Comparator.comparing(ProcessTotals.Part::name))
        .map(part -> {
          Map<Count, Long> sums = EnumCounters.sums(Count.class, part.counters());
          return terminal
              ? String.format(Locale.ROOT, "%,15d bytes %,11d lines  %s",
                  sums.get(Count.BYTES), sums.get(Count.LINES), part.name())
              : String.format(Locale.ROOT, "%s (%,d bytes, %,d lines)",
                  part.name(), sums.get(Count.BYTES), sums.get(Count.LINES));
        }).toList();
    Map<Count, Long> all = EnumCounters.sums(Count.class, totals);
    String total = String.format(Locale.ROOT, "%,15d bytes %,11d lines  in all, %,.1f MB/s, %d of %d files to go",
        all.get(Count.BYTES), all.get(Count.LINES), megabytesPerSecond(), unread.size(), files.size());
    if (terminal) {
      String back = linesDrawn == 0 ? "" : "\033[" + linesDrawn + "A\033[J"; // up, and clear what is below
      out.print(back + Stream.concat(listed.stream(), Stream.of(total))
          .map(line -> line + System.lineSeparator()).collect(Collectors.joining()));
      linesDrawn = listed.size() + 1;
    } else {
      out.println(total.strip() + (listed.isEmpty() ? "" : "; reading " + String.join(", ", listed)));
    }
    out.flush();
  }

  private double megabytesPerSecond() {
    long now = System.nanoTime();
    double seconds = (now - drained) / 1e9;
    drained = now;
    return deltas.drain()[Count.BYTES.ordinal()] / 1e6 / seconds;
  }

  /** Counts once more, in one thread and without a set, prints the end of it all, and returns the exit code. */
  int report(PrintStream out, PrintStream err) throws IOException {
    long[] expected = new long[SIZE];
    List<Count> updates = new ArrayList<>();
    for (Path file : passes.keySet()) {
      long[] once = recount(file, updates);
      for (int i = 0; i < SIZE; i++) {
        expected[i] += once[i] * passes.get(file);
      }
    }
    long[] counted = totals.sums();
    if (!Arrays.equals(counted, expected)) {
      err.println("WRONG: counted " + Arrays.toString(counted) + ", recounted " + Arrays.toString(expected));
      return 1;
    }
    out.printf(Locale.ROOT, "%,d passes, %,d bytes, %,d lines, %,d words. A sequential recount gives the same totals.%n",
        passes.values().stream().mapToLong(n -> n).sum(), counted[0], counted[1], counted[2]);
    if (!updates.isEmpty()) {
      out.println(cost(updates.toArray(Count[]::new)));
    }
    return 0;
  }

  /** Notes the first updates of all. */
  private static long[] recount(Path file, List<Count> updates) throws IOException {
    long[] counted = new long[SIZE];
    byte last = ' ';
    for (byte b : Files.readAllBytes(file)) {
      counted[Count.BYTES.ordinal()]++;
      note(b == '\n', Count.LINES, counted, updates);
      note(isSpace(last) && !isSpace(b), Count.WORDS, counted, updates);
      last = b;
    }
    return counted;
  }

  private static void note(boolean happened, Count count, long[] counted, List<Count> updates) {
    if (happened) {
      counted[count.ordinal()]++;
      if (updates.size() < MEASURED_UPDATES) {
        updates.add(count);
      }
    }
  }

  /** Repeats the files' updates, in one thread: plainly, in a part, and with LongAdders; each counts by its best time. */
  private static String cost(Count[] updates) {
    long[] plain = new long[SIZE];
    ProcessTotals totals = new ProcessTotals(SIZE);
    LongAdder[] adders = Stream.generate(LongAdder::new).limit(SIZE).toArray(LongAdder[]::new);
    double plainNanos = Double.MAX_VALUE;
    double partNanos = Double.MAX_VALUE;
    double adderNanos = Double.MAX_VALUE;
    for (long end = System.nanoTime() + MEASURED_MILLIS * 1_000_000; System.nanoTime() < end; ) {
      plainNanos = Math.min(plainNanos, nanosOf(updates, () -> countPlainly(updates, plain)));
      partNanos = Math.min(partNanos, nanosOf(updates, () -> countInPart(updates, totals)));
      adderNanos = Math.min(adderNanos, nanosOf(updates, () -> countInAdders(updates, adders)));
    }
    return String.format(Locale.ROOT, "Counting cost %.1f ns an update, and would have cost %.1f ns with LongAdders.",
        Math.max(0, partNanos - plainNanos), Math.max(0, adderNanos - plainNanos));
  }

  private static double nanosOf(Count[] updates, Runnable counting) {
    long begin = System.nanoTime();
    counting.run();
    return (double) (System.nanoTime() - begin) / updates.length;
  }

  private static void countPlainly(Count[] updates, long[] counters) {
    for (Count count : updates) {
      counters[count.ordinal()]++;
    }
  }

  private static void countInPart(Count[] updates, ProcessTotals totals) {
    try (ProcessTotals.Part part = totals.begin()) {
      EnumCounters<Count> counters = new EnumCounters<>(Count.class, part.counters());
      for (Count count : updates) {
        counters.increment(count);
      }
    }
  }

  private static void countInAdders(Count[] updates, LongAdder[] adders) {
    for (Count count : updates) {
      adders[count.ordinal()].increment();
    }
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
