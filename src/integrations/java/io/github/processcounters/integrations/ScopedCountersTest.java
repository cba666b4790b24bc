package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.processcounters.ProcessCounters;
import io.micrometer.context.ThreadLocalAccessor;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs a preview of JDK 25 is compiled and run by a JVM of its own. */
final class ScopedCountersTest {

  private static final Path SOURCE =
      Path.of("src/integrations/java25/io/github/processcounters/integrations/ScopedCounters.java");

  @TempDir
  private Path folder;

  @Test
  @DisplayName("K1: forks of a StructuredTaskScope count in the set of a scoped value; they have no current set")
  void forks() throws Exception {
    int jdk = Runtime.version().feature();
    assumeTrue(jdk >= 25, "Needs JDK 25, for ScopedValue and StructuredTaskScope");
    Path printed = folder.resolve("printed");
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-ea", "--enable-preview", "--source", Integer.toString(jdk), "-cp", String.join(File.pathSeparator,
            classesOf(ProcessCounters.class), classesOf(CurrentCounters.class), classesOf(ThreadLocalAccessor.class)),
        SOURCE.toString()).redirectError(folder.resolve("errors").toFile()).redirectOutput(printed.toFile()).start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "hangs");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("errors")));
    assertEquals(List.of("scoped 3001", "current 1, uncounted 3000", "unbound throws"), Files.readAllLines(printed));
  }

  private static String classesOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
