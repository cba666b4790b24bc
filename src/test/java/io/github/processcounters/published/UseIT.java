package io.github.processcounters.published;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * K1: the jar counts for its users, on the class path, on the module path, and linked into a runtime of its own. With
 * {@code -Djar.jdk=FOLDER}, on that JDK, which may be as old as 11.
 */
final class UseIT {

  private static final Path JDK = Path.of(System.getProperty("jar.jdk", System.getProperty("java.home")));

  private static final String MODULE = """
      module user {
        requires io.github.processcounters;
      }
      """;

  /** Counts in one thread, in a second one that attaches, and says where that was. */
  private static final String MAIN = """
      package user;

      import io.github.processcounters.ProcessCounters;

      public final class Main {

        public static void main(String[] args) throws InterruptedException {
          ProcessCounters counters = new ProcessCounters(1);
          counters.add(0, 41);
          Thread second = new Thread(counters.attached(() -> counters.increment(0)));
          second.start();
          second.join();
          System.out.printf("%d, striped: %b, in: %s, Flight Recorder: %b%n", counters.sum(0), counters.isStriped(),
              counters.getClass().getModule(), ModuleLayer.boot().findModule("jdk.jfr").isPresent());
        }
      }
      """;

  @TempDir
  private Path folder;

  private Path user;

  @BeforeEach
  void compile() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources/user"));
    user = folder.resolve("classes");
    Path module = Files.writeString(sources.resolveSibling("module-info.java"), MODULE);
    Path main = Files.writeString(sources.resolve("Main.java"), MAIN);
    Tool.run("javac", "--release", "11", "-Xlint:all,-options", "-Werror", "-d", user.toString(), "-p", Published.JAR.toString(), module.toString(),
        main.toString());
  }

  @Test
  @DisplayName("On the class path")
  void classPath() throws Exception {
    assertEquals("42, striped: true, in: unnamed module, Flight Recorder: true",
        run("java", "-cp", path(), "user.Main").replaceFirst("unnamed module @\\w+", "unnamed module"));
  }

  @Test
  @DisplayName("On the module path; Flight Recorder is told of the upgrade")
  void modulePath() throws Exception {
    Path recording = folder.resolve("upgrades.jfr");
    assertEquals("42, striped: true, in: module io.github.processcounters, Flight Recorder: true",
        run("java", "-XX:StartFlightRecording:filename=" + recording, "-Xlog:jfr+startup=error", "-p", path(), "-m",
            "user/user.Main"));
    assertEquals(1, RecordingFile.readAllEvents(recording).stream()
        .filter(event -> event.getEventType().getName().equals("io.github.processcounters.Upgrade")).count());
  }

  @Test
  @DisplayName("On the module path, without Flight Recorder")
  void modulePathWithoutFlightRecorder() throws Exception {
    assertEquals("42, striped: true, in: module io.github.processcounters, Flight Recorder: false",
        run("java", "--limit-modules", "user", "-p", path(), "-m", "user/user.Main"));
  }

  @Test
  @DisplayName("Linked into a runtime with nothing but java.base")
  void linked() throws Exception {
    Path image = folder.resolve("image");
    run("jlink", "-p", path(), "--add-modules", "user", "--output", image.toString());
    String java = image.resolve("bin/java").toString();
    assertEquals(List.of("io.github.processcounters", "java.base", "user"),
        run(java, "--list-modules").lines().map(module -> module.replaceFirst("@.*", "")).sorted().toList());
    assertEquals("42, striped: true, in: module io.github.processcounters, Flight Recorder: false",
        run(java, "-m", "user/user.Main"));
  }

  private String path() {
    return user + File.pathSeparator + Published.JAR;
  }

  /** Runs a program, of the JDK if it has no path, and returns what it prints, without the line's end. */
  private String run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JDK.resolve("bin").resolve(program).toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"));
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(2, MINUTES), () -> command + " does not end");
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output).strip();
    assertEquals(0, process.exitValue(), text);
    return text;
  }
}
