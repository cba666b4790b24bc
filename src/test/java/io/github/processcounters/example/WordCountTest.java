package io.github.processcounters.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
final class WordCountTest {

  /** All kinds of white space, words of one byte, long ones, and bytes that are no ASCII; no space at the end. */
  private static final String TEXT = "a bc\tdef\n\n ghij\u000bklmno\fp\r\nextraordinarily-long \0 \u00e9t\u00e9 end";
  private static final long LINES = 3, WORDS = 10, BYTES = TEXT.length() + 2;

  private static final Pattern RESULT =
      Pattern.compile("([0-9,]+) passes, ([0-9,]+) bytes, ([0-9,]+) lines, ([0-9,]+) words\\. .*same totals\\.");

  @TempDir
  private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void countsEachPassAndSaysWhatThatCost() throws Exception {
    Files.writeString(folder.resolve("text"), TEXT);
    assertEquals(0, run(folder, 50, false));
    long passes = result(1);
    assertTrue(passes > 1, out::toString);
    assertEquals(passes * BYTES, result(2));
    assertEquals(passes * LINES, result(3));
    assertEquals(passes * WORDS, result(4));
    assertTrue(lastLine().matches("Counting cost [0-9.]+ ns an update, and would have cost [0-9.]+ ns with LongAdders\\."),
        out::toString);
    assertEquals("", err.toString());
  }

  @Test
  void countsFilesOfSeveralBuffersInAllFolders() throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/large"), "xyz\n".repeat(20_000));
    Files.writeString(folder.resolve("a/empty"), "");
    assertEquals(0, run(folder, 0, false)); // each once
    assertEquals(List.of(2L, 80_000L, 20_000L, 20_000L), List.of(result(1), result(2), result(3), result(4)));
  }

  @Test
  void listsTheFilesThatAreBeingRead() throws Exception {
    Files.writeString(folder.resolve("one"), TEXT);
    Files.writeString(folder.resolve("two"), "x\n".repeat(1000));
    assertEquals(0, run(folder, 900, false)); // two files for four threads: 1.8 s
    List<String> lines = out.toString().lines().filter(line -> line.contains(" in all, ")).toList();
    assertTrue(lines.size() > 1, out::toString);
    String first = lines.get(0);
    Matcher listed = Pattern.compile(
            "([0-9,]+) bytes +([0-9,]+) lines  in all, [0-9,.]+ MB/s, 0 of 2 files to go; "
                + "reading one \\(([0-9,]+) bytes, ([0-9,]+) lines\\), two \\(([0-9,]+) bytes, ([0-9,]+) lines\\)")
        .matcher(first);
    assertTrue(listed.matches(), first);
    assertTrue(number(listed.group(1)) >= number(listed.group(3)) + number(listed.group(5)), first);
    assertTrue(number(listed.group(2)) >= number(listed.group(4)) + number(listed.group(6)), first);
    assertFalse(lines.get(lines.size() - 1).contains("reading"), out::toString);
    assertEquals(number(lines.get(lines.size() - 1).split(" ")[0]), result(2));
  }

  @Test
  void drawsInPlaceOnATerminalOnly() throws Exception {
    Files.writeString(folder.resolve("file"), TEXT);
    assertEquals(0, run(folder, 100, true));
    assertTrue(out.toString().contains("\033[2A\033[J"), out::toString);
    assertTrue(Pattern.compile("bytes +[0-9,]+ lines  file\\R").matcher(out.toString()).find(), out::toString);
    out.reset();
    assertEquals(0, run(folder, 100, false));
    assertFalse(out.toString().contains("\033"), out::toString);
  }

  @Test
  void reportsAndSkipsWhatCannotBeRead() throws Exception {
    Files.writeString(folder.resolve("good"), TEXT);
    Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nowhere"));
    assertEquals(0, run(folder, 0, false));
    assertTrue(err.toString().startsWith("Skipped " + folder.toRealPath().resolve("broken")), err::toString);
    assertEquals(BYTES, result(2));
  }

  @Test
  void exitsWith1IfARecountDiffers() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), TEXT);
    WordCount count = new WordCount(folder, List.of(file));
    count.read(0, print(out), false);
    Files.writeString(file, TEXT + "more");
    assertEquals(1, count.report(print(out), print(err)));
    assertTrue(err.toString().startsWith("WRONG"), err::toString);
    assertFalse(out.toString().contains("same totals"), out::toString);
  }

  @Test
  void exitsWith2AndOneLineIfThereIsNoSuchPath() throws Exception {
    assertEquals(2, run(folder.resolve("nowhere"), 0, false));
    assertEquals("", out.toString());
    assertEquals("There is no file or folder " + folder.resolve("nowhere"), err.toString().strip());
  }

  @Test
  void readsAnEmptyFolderAndASingleFile() throws Exception {
    assertEquals(0, run(folder, 0, false));
    assertEquals("Reading 0 files in " + folder, out.toString().lines().findFirst().orElseThrow());
    assertEquals(0, result(1));
    out.reset();
    Path file = Files.writeString(folder.resolve("file"), TEXT);
    assertEquals(0, run(file, 0, false));
    assertEquals("Reading 1 file in " + file, out.toString().lines().findFirst().orElseThrow());
    assertEquals(1, result(1));
  }

  private long result(int group) {
    Matcher matcher = RESULT.matcher(out.toString());
    assertTrue(matcher.find(), out::toString);
    return number(matcher.group(group));
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private String lastLine() {
    List<String> lines = out.toString().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private int run(Path path, long millis, boolean terminal) throws Exception {
    return WordCount.run(path, millis, print(out), print(err), terminal);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
