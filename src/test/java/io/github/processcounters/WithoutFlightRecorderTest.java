package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
    assertEquals(expected, ChildJvm.run(folder, Program.class, "--limit-modules", "java.base"));
  }

  @Test
  @DisplayName("Where nobody records, the class of the event, which brings half of Flight Recorder, is not loaded")
  void nobodyRecords() throws Exception {
    String output = ChildJvm.run(folder, Program.class, "-Xlog:class+load");
    assertTrue(output.contains(Upgrades.class.getName() + " source"), output);
    assertFalse(output.contains(Upgrades.Upgrade.class.getName()), output);
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
