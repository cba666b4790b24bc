package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java runtime, for what a test cannot do to its own. It has no library but this one. */
final class ChildJvm {

  private ChildJvm() {}

  /** Runs a program to its end, and returns what it printed. */
  static String run(Path folder, Class<?> program, String... options) throws Exception {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of(options));
    // What stands in the folder goes first.
    java.addAll(List.of("-cp", String.join(File.pathSeparator, folder.toString(),
        classesOf(ProcessCounters.class).toString(), classesOf(program).toString()), program.getName()));
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "hangs");
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output).replace(System.lineSeparator(), "\n");
    assertEquals(0, process.exitValue(), printed);
    return printed;
  }

  static Path classesOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
