package io.github.processcounters.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.example.WordCount.TextFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool that waited for itself would hang, and could not be interrupted: so the timeout needs a thread of its own. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
final class WordCountTest {

  /** All kinds of white space, words of one byte, long ones, and bytes that are no ASCII; no space at the end. */
  private static final String TEXT = "a bc\tdef\n\n ghij\u000bklmno\fp\r\nextraordinarily-long \0 \u00e9t\u00e9 end";
  private static final String RECOUNT = "Counting again, in one thread ...";
  private static final long LINES = 3, WORDS = 10, BYTES = TEXT.length() + 2;

  @TempDir
  private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
  void countsWordsOnceWhereverTheChunksEnd(int chunk) throws IOException {
    Files.writeString(folder.resolve("text"), TEXT);
    List<TextFile> files = count(chunk);
    assertArrayEquals(new long[] {LINES, WORDS, BYTES, 0}, WordCount.totals(files, TextFile::counted));
    assertArrayEquals(new long[] {LINES, WORDS, BYTES, 0}, WordCount.totals(files, TextFile::recounted));
    assertEquals(chunk < BYTES, files.get(0).counters().isStriped());
  }

  @Test
  void stripesTheSetsOfLargeFilesAndNoOthers() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.createDirectories(folder.resolve("folder" + i));
      Files.writeString(folder.resolve("folder" + i + "/empty"), "");
      Files.writeString(folder.resolve("folder" + i + "/small"), "x".repeat(100));
      Files.writeString(folder.resolve("folder" + i + "/large"), "x".repeat(101));
      Files.writeString(folder.resolve("folder" + i + "/larger"), "xyz\n".repeat(500));
    }
    List<TextFile> files = count(100);
    assertEquals(80, files.size());
    for (TextFile file : files) {
      assertEquals(file.path().getFileName().toString().startsWith("large"), file.counters().isStriped(),
          file.toString());
    }
    assertArrayEquals(new long[] {20 * 500, 20 * 502, 20 * 2201, 0}, WordCount.totals(files, TextFile::counted));
  }

  @Test
  void reportsAndSkipsWhatCannotBeRead() throws IOException {
    Files.writeString(folder.resolve("good"), TEXT);
    Path deleted = Files.writeString(folder.resolve("deleted"), "long enough for many chunks");
    Path broken = Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nowhere"));
    List<TextFile> files = WordCount.find(folder).toList();
    Files.delete(deleted);
    Set<String> problems = new WordCount(files, 4).count(print(out), false);
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.stream().anyMatch(problem -> problem.startsWith(deleted.toString())), problems.toString());
    assertTrue(problems.stream().anyMatch(problem -> problem.startsWith(broken.toString())), problems.toString());
    assertArrayEquals(new long[] {LINES, WORDS, BYTES, 2}, WordCount.totals(files, TextFile::counted));
    assertArrayEquals(new long[] {LINES, WORDS, BYTES, 2}, WordCount.totals(files, TextFile::recounted));
  }

  @Test
  void printsATableAndExitsWith0() throws IOException {
    Files.writeString(folder.resolve("small"), "ab");
    Files.writeString(folder.resolve("large"), TEXT);
    Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nowhere"));
    assertEquals(0, run(folder, false));
    for (String row : List.of("lines 3", "words 11", "bytes " + (BYTES + 2), "unreadable files 1",
        "sets still single 2", "sets striped 1", "A sequential recount gives the same totals.")) {
      assertTrue(out.toString().replaceAll(" +", " ").lines().anyMatch(row::equals), out.toString());
    }
    assertTrue(err.toString().startsWith("Skipped " + folder.toRealPath().resolve("broken")), err.toString());
  }

  @Test
  void drawsOverTheSameLineOnATerminalOnly() throws IOException {
    Files.writeString(folder.resolve("file"), TEXT);
    assertEquals(0, run(folder, false));
    assertFalse(out.toString().contains("\r["), out.toString());
    assertEquals(0, run(folder, true));
    assertTrue(out.toString().contains("\r["), out.toString());
  }

  @Test
  void exitsWith1IfARecountDiffers() throws IOException {
    Files.writeString(folder.resolve("file"), TEXT);
    List<TextFile> files = count(4);
    for (int i = 0; i < WordCount.COUNTERS; i++) {
      long[] wrong = WordCount.totals(files, TextFile::recounted);
      wrong[i]++;
      err.reset();
      assertEquals(1, WordCount.report(files, wrong, print(out), print(err)));
      assertTrue(err.toString().startsWith("WRONG"), err.toString());
    }
    assertFalse(out.toString().contains("same totals"), out.toString());
  }

  @Test
  void exitsWith2AndOneLineIfThereIsNoSuchPath() throws IOException {
    assertEquals(2, run(folder.resolve("nowhere"), false));
    assertEquals("", out.toString());
    assertEquals("There is no file or folder " + folder.resolve("nowhere"), err.toString().strip());
  }

  @Test
  void anEmptyFolderEndsAt100Percent() throws IOException {
    assertEquals(0, run(folder, false));
    List<String> lines = out.toString().lines().toList();
    assertEquals("Counting 0 files in " + folder, lines.get(0));
    String last = lines.get(lines.indexOf(RECOUNT) - 1);
    assertTrue(last.startsWith("[#########################] 100 %"), last);
  }

  @Test
  void countsASingleFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), TEXT);
    assertEquals(0, run(file, false));
    assertEquals("Counting 1 file in " + file, out.toString().lines().findFirst().orElseThrow());
  }

  @Test
  void saysThatItRecountsBeforeItDoes() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), TEXT);
    PrintStream deletesTheFile = new PrintStream(out, true, StandardCharsets.UTF_8) {
      @Override
      public void println(String line) {
        super.println(line);
        assertEquals(line.equals(RECOUNT), file.toFile().delete());
      }
    };
    assertEquals(1, WordCount.run(file, 4, deletesTheFile, print(err), false));
  }

  private List<TextFile> count(int chunk) throws IOException {
    List<TextFile> files = WordCount.find(folder).toList();
    assertEquals(Set.of(), new WordCount(files, chunk).count(print(out), false));
    return files;
  }

  private int run(Path path, boolean terminal) throws IOException {
    return WordCount.run(path, 4, print(out), print(err), terminal);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
