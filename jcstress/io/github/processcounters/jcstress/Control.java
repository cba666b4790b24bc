package io.github.processcounters.jcstress;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Shows that a stress test can fail: runs it against a twin of the library, which is the library's own source and a
 * patch of a few lines, and wants a forbidden result.
 *
 * <p>The head of a patch says what is wrong with the twin, names the test, and gives the mode in which the test finds
 * it: {@code short}, if it does a thousand times in a short run, or {@code long}. The line numbers of a patch do not
 * count: what it replaces must be there exactly once.
 */
final class Control {

  /** A busy machine may hide in one run what a quiet one shows a thousand times. */
  private static final int ATTEMPTS = 3;

  /** The library's own. */
  private static final String RELEASE = System.getProperty("release");

  private final String name;
  private final List<String> patch;
  private final Path folder;

  private Control(Path patch) throws IOException {
    this.name = patch.getFileName().toString().replaceFirst("\\.patch$", "");
    this.patch = Files.readAllLines(patch);
    this.folder = Files.createDirectories(Path.of("controls", name).toAbsolutePath());
  }

  /** Compiles all twins, so that no patch grows stale, and runs those of the short mode, or whose names are wanted. */
  static boolean allRed(Path project, String wanted, String[] stressArgs) throws IOException, InterruptedException {
    boolean red = true;
    int runs = 0;
    for (Path patch : list(project.resolve("jcstress/controls"))) {
      Control control = new Control(patch);
      control.compile(project.resolve("src/main/java/io/github/processcounters"));
      if (wanted.equals("true") ? control.head("mode").equals("short") : control.name.matches(wanted)) {
        red &= control.isRed(stressArgs, ATTEMPTS);
        runs++;
      }
    }
    if (runs == 0) {
      throw new IllegalStateException("No control is named " + wanted);
    }
    return red;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().collect(Collectors.toList());
    }
  }

  private String head(String key) {
    Optional<String> line = patch.stream().filter(l -> l.startsWith(key + ": ")).findFirst();
    return line.orElseThrow(() -> new IllegalStateException(name + ": no " + key)).substring(key.length() + 2);
  }

  private void compile(Path sources) throws IOException {
    List<String> javac = new ArrayList<>(List.of("--release", RELEASE, "-proc:none", "-d", classes().toString()));
    int hunks = 0;
    for (Path source : list(sources)) {
      List<String> lines = new ArrayList<>(Files.readAllLines(source));
      hunks += patch(source.getFileName().toString(), lines);
      Path twin = folder.resolve(source.getFileName());
      Files.write(twin, lines);
      javac.add(twin.toString());
    }
    if (hunks == 0 || hunks != patch.stream().filter(line -> line.startsWith("@@")).count()) {
      throw new IllegalStateException(name + ": a part of the patch is for no file");
    }
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, javac.toArray(new String[0])) != 0) {
      throw new IllegalStateException(name + ": the twin does not compile");
    }
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  /** Applies the hunks for a file, and returns their number. */
  private int patch(String file, List<String> lines) {
    int hunks = 0;
    int line = 0;
    boolean wanted = false;
    while (line < patch.size()) {
      String head = patch.get(line++);
      if (head.startsWith("+++ ")) {
        wanted = head.endsWith("/" + file);
      } else if (head.startsWith("@@") && wanted) {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        while (line < patch.size() && !patch.get(line).matches("(@@|---).*")) {
          String text = patch.get(line++);
          if (!text.startsWith("+")) {
            before.add(text.substring(1));
          }
          if (!text.startsWith("-")) {
            after.add(text.substring(1));
          }
        }
        replace(lines, before, after);
        hunks++;
      }
    }
    return hunks;
  }

  private void replace(List<String> lines, List<String> before, List<String> after) {
    int at = Collections.indexOfSubList(lines, before);
    if (at < 0 || at != Collections.lastIndexOfSubList(lines, before)) {
      throw new IllegalStateException(name + ": not there exactly once: " + String.join("\n", before));
    }
    List<String> place = lines.subList(at, at + before.size());
    place.clear();
    place.addAll(after);
  }

  private boolean isRed(String[] stressArgs, int attempts) throws IOException, InterruptedException {
    List<String> java = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-cp", classes() + File.pathSeparator + System.getProperty("java.class.path"), Stress.class.getName()));
    java.addAll(List.of(stressArgs));
    java.addAll(List.of("-t", head("test").replace(".", "\\.") + "$"));
    Path log = folder.resolve("log");
    int exitCode = new ProcessBuilder(java).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile()).start().waitFor();
    List<String> lines = Files.readAllLines(log);
    boolean red = exitCode == Stress.FORBIDDEN;
    System.out.printf("%-5s %s: %s%n", red ? "red" : "GREEN", name, lines.get(lines.size() - 1));
    return red || attempts > 1 && isRed(stressArgs, attempts - 1);
  }
}
