package io.github.processcounters.jmh.report;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What one benchmark measured: the median over all iterations of all forks, in ns an operation, the lowest and the
 * highest median of a fork, and the bytes allocated by an operation.
 */
record Measure(double median, double low, double high, double allocated) {

  /** The harness itself allocates some kB an iteration: less than this in bytes for each ns that an operation takes. */
  private static final double NOISE = 1e-4;

  static Measure of(double[][] forks, double allocated) {
    double[] medians = Stream.of(forks).mapToDouble(Measure::median).toArray();
    return new Measure(
        median(Stream.of(forks).flatMapToDouble(Arrays::stream).toArray()),
        Arrays.stream(medians).min().orElseThrow(),
        Arrays.stream(medians).max().orElseThrow(),
        allocated);
  }

  boolean allocates() {
    return allocated > Math.max(0.01, median * NOISE);
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
