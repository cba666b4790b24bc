// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.CounterSums;
import io.github.processcounters.ProcessCounters;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;

/**
 * A histogram of fixed buckets, whose counters are a set's, or totals of many: one for each bucket, and the sum of the
 * values. Each value is one event (K10, events are whole): a scrape has it in its bucket, in the count and in the sum, or
 * nowhere. For Prometheus' own Java client, as Micrometer's meters are read one by one.
 */
public final class HistogramCounters {

  private final long[] bounds;

  /**
   * Takes the upper bounds of the buckets, which belong to them; there is one more, without a bound.
   *
   * @throws IllegalArgumentException if they do not ascend
   */
  public HistogramCounters(long... bounds) {
    this.bounds = bounds.clone();
    for (int i = 1; i < bounds.length; i++) {
      if (bounds[i - 1] >= bounds[i]) {
        throw new IllegalArgumentException("Bounds do not ascend: " + Arrays.toString(bounds));
      }
    }
  }

  /** Returns how many counters a set needs. */
  public int size() {
    return bounds.length + 2;
  }

  /**
   * Counts a value in a set.
   *
   * @throws IllegalArgumentException if the value is negative, or the set has another size; then nothing was counted
   */
  public void observe(ProcessCounters counters, long value) {
    int found = Arrays.binarySearch(bounds, value);
    long[] event = new long[size()];
    event[found < 0 ? -found - 1 : found] = 1;
    event[bounds.length + 1] = value;
    counters.addAtomically(event);
  }

  /**
   * Returns what publishes a set, or totals, when it is registered, and until it is unregistered.
   *
   * @throws IllegalArgumentException if it has another size
   */
  public Collector collector(String name, String help, CounterSums counters) {
    if (counters.size() != size()) {
      throw new IllegalArgumentException(counters.size() + " counters, not " + size());
    }
    return new Collector() {

      @Override
      public MetricSnapshot collect() {
        return HistogramSnapshot.builder().name(name).help(help).dataPoint(point(counters.sums())).build();
      }

      /** A registry that knows this refuses a second one of this name. */
      @Override
      public MetricFamilyDescriptor getMetricFamilyDescriptor() {
        return MetricFamilyDescriptor.histogram(name).help(help).build();
      }
    };
  }

  /** The count is the sum of the buckets, as the client adds it up. */
  private HistogramDataPointSnapshot point(long[] sums) {
    double[] upTo = Arrays.copyOf(Arrays.stream(bounds).asDoubleStream().toArray(), bounds.length + 1);
    upTo[bounds.length] = Double.POSITIVE_INFINITY;
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(ClassicHistogramBuckets.of(upTo, Arrays.copyOf(sums, bounds.length + 1)))
        .sum(sums[bounds.length + 1])
        .build();
  }
}
