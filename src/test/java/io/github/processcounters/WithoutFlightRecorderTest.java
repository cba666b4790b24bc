package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library in a runtime that has no module but {@code java.base}, and in one where nobody records. */
final class WithoutFlightRecorderTest {

  @TempDir
  private Path folder;

  @Test
  @DisplayName("K1, K6: where there is no Flight Recorder, a set is striped and counts all the same")
  void javaBaseOnly() throws Exception {
    String expected = "jdk.jfr absent: true\n"
        + "ProcessCounters[size=1, single, owner=main, sums=[3]]\n"
        + "ProcessCounters[size=1, striped, sums=[15]]\n"
        + "ProcessCounters[size=1, striped, sums=[1]]\n";
    assertEquals(expected, run("--limit-modules", "java.base"));
  }

  @Test
  @DisplayName("Where nobody records, the class of the event, which brings half of Flight Recorder, is not loaded")
  void nobodyRecords() throws Exception {
    String output = run("-Xlog:class+load");
    assertTrue(output.contains(Upgrades.class.getName() + " source"), output);
    assertFalse(output.contains(Upgrades.Upgrade.class.getName()), output);
  }

  private String run(String... options) throws Exception {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of(options));
    java.addAll(List.of(
        "-cp", classesOf(ProcessCounters.class) + File.pathSeparator + classesOf(Program.class),
        Program.class.getName()));
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "hangs");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue());
    return Files.readString(output).replace(System.lineSeparator(), "\n");
  }

  private static Path classesOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Runs in the other runtime, without any library but this one. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      System.out.println("jdk.jfr absent: " + ModuleLayer.boot().findModule("jdk.jfr").isEmpty());
      ProcessCounters attached = Mode.SINGLE.attached(1);
      attached.add(0, 1);
      inThread(() -> attached.add(0, 2));
      System.out.println(attached);
      inThread(attached.attached(() -> attached.add(0, 4)));
      attached.add(0, 8);
      System.out.println(attached);
      ProcessCounters upgraded = Mode.SINGLE.attached(1);
      upgraded.upgrade();
      upgraded.increment(0);
      System.out.println(upgraded);
    }

    private static void inThread(Runnable step) throws InterruptedException {
      Thread thread = new Thread(step);
      thread.start();
      thread.join();
    }
  }
}
