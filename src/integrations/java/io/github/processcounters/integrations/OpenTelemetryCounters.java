// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.CounterSums;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * Publishes counters of a set, or totals of many, as asynchronous instruments of OpenTelemetry, which reads them when it
 * collects, and makes deltas itself if the exporter wants some. Sources may share instruments; their attributes must tell
 * them apart. The SDK would collect the sum of two with one name and the same attributes, which falls when one is closed:
 * so the second is not published, and a warning says so. Set up and close this in one thread; any may count.
 */
public final class OpenTelemetryCounters implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(OpenTelemetryCounters.class.getName());

  /** The names and attributes that are published. */
  private static final Map<Meter, Set<List<Object>>> PUBLISHED = new WeakHashMap<>();

  private final Meter meter;
  private final CounterSums counters;
  private final Attributes attributes;
  private final List<Runnable> removals = new ArrayList<>();

  public OpenTelemetryCounters(Meter meter, CounterSums counters, Attributes attributes) {
    this.meter = Objects.requireNonNull(meter, "meter");
    this.counters = Objects.requireNonNull(counters, "counters");
    this.attributes = Objects.requireNonNull(attributes, "attributes");
  }

  /** Publishes a counter that only goes up, if it is not there already: no delta is negative, and they add up to the sum. */
  public OpenTelemetryCounters counter(String name, int counter) {
    Objects.checkIndex(counter, counters.size());
    return publish(name, () -> meter.counterBuilder(name)
        .buildWithCallback(measurement -> measurement.record(counters.sum(counter), attributes))::close);
  }

  /**
   * Publishes a level, if it is not there already: if its decrements come after their increments, it is never collected
   * below zero.
   */
  public OpenTelemetryCounters level(String name, int counter) {
    Objects.checkIndex(counter, counters.size());
    return publish(name, () -> meter.upDownCounterBuilder(name)
        .buildWithCallback(measurement -> measurement.record(counters.sum(counter), attributes))::close);
  }

  private OpenTelemetryCounters publish(String name, Supplier<Runnable> instrument) {
    List<Object> key = List.of(name.toLowerCase(Locale.ROOT), attributes); // names are the same in any case
    synchronized (PUBLISHED) {
      if (PUBLISHED.computeIfAbsent(meter, any -> new HashSet<>()).add(key)) {
        Runnable close = instrument.get();
        removals.add(() -> remove(key, close));
      } else {
        LOG.log(Level.WARNING, "{0} {1} is there already: not published", name, attributes);
      }
    }
    return this;
  }

  private void remove(List<Object> key, Runnable close) {
    synchronized (PUBLISHED) {
      close.run();
      PUBLISHED.get(meter).remove(key);
    }
  }

  /** Takes the source out of the instruments in which this has put it. They refer to it until then. */
  @Override
  public void close() {
    removals.forEach(Runnable::run);
    removals.clear();
  }
}
