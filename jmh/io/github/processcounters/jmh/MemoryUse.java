package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import io.github.processcounters.jmh.report.Footprint;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jol.info.GraphLayout;

/**
 * What sets take in memory, by JOL: idle, after one update by a thread that is not attached, and after threads have
 * counted at once. The number of CPUs decides on much of it, so each has a JVM of its own that believes in it.
 */
final class MemoryUse {

  private static final int[] CPUS = {2, 16, 64};
  private static final int[] SIZES = {4, 64};
  private static final int[] THREADS = {2, 8, 64};
  private static final List<String> COUNTERS = List.of(
      "ProcessCounters", "PlainLong", "AtomicLong", "AtomicLongArray", "LongAdder", "JCTools", "StripedArray");

  private MemoryUse() {}

  /** Prints the footprints for the CPUs that this JVM has. */
  public static void main(String[] args) {
    List<Footprint> footprints = new ArrayList<>();
    int cpus = Runtime.getRuntime().availableProcessors();
    for (int size : SIZES) {
      for (String name : COUNTERS) {
        Counters counters = Counters.of(name, size);
        footprints.add(new Footprint(cpus, size, Footprint.IDLE, name, bytes(counters)));
        counters.add(0, 1); // by a thread that is not attached
        footprints.add(new Footprint(cpus, size, Footprint.REMOTE, name, bytes(counters)));
        for (int threads : THREADS) {
          Counters shared = Counters.of(name, size);
          shared.countedBy(threads);
          footprints.add(new Footprint(cpus, size, Footprint.countedBy(threads), name, bytes(shared)));
        }
      }
    }
    System.out.println(Footprint.toJson(footprints));
  }

  private static long bytes(Counters counters) {
    return GraphLayout.parseInstance(counters.set()).totalSize();
  }

  static List<Footprint> measure() throws IOException, InterruptedException {
    List<Footprint> footprints = new ArrayList<>();
    for (int cpus : CPUS) {
      footprints.addAll(measure(cpus));
    }
    return footprints;
  }

  private static List<Footprint> measure(int cpus) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    Collections.addAll(command,
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
        "-XX:ActiveProcessorCount=" + cpus,
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
        "-cp", System.getProperty("java.class.path"),
        MemoryUse.class.getName());
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStreamReader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      List<Footprint> footprints = Footprint.fromJson(output);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("Exit code " + process.exitValue() + " of " + command);
      }
      return footprints;
    }
  }
}
