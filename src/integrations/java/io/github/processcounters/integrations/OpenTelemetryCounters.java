// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.CounterSums;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Publishes counters of a set, or totals of many, as asynchronous instruments of OpenTelemetry, which reads them when it
 * collects, and makes deltas itself if the exporter wants some. Sources may share instruments; their attributes must tell
 * them apart. Set up and close this in one thread; any may count.
 */
public final class OpenTelemetryCounters implements AutoCloseable {

  private final Meter meter;
  private final CounterSums counters;
  private final Attributes attributes;
  private final List<Runnable> removals = new ArrayList<>();

  public OpenTelemetryCounters(Meter meter, CounterSums counters, Attributes attributes) {
    this.meter = Objects.requireNonNull(meter, "meter");
    this.counters = Objects.requireNonNull(counters, "counters");
    this.attributes = Objects.requireNonNull(attributes, "attributes");
  }

  /** Publishes a counter that only goes up: no delta is ever negative, and they add up to the sum. */
  public OpenTelemetryCounters counter(String name, int counter) {
    Objects.checkIndex(counter, counters.size());
    ObservableLongCounter instrument = meter.counterBuilder(name)
        .buildWithCallback(measurement -> measurement.record(counters.sum(counter), attributes));
    removals.add(instrument::close);
    return this;
  }

  /** Publishes a level: if its decrements come after their increments, it is never collected below zero. */
  public OpenTelemetryCounters level(String name, int counter) {
    Objects.checkIndex(counter, counters.size());
    ObservableLongUpDownCounter instrument = meter.upDownCounterBuilder(name)
        .buildWithCallback(measurement -> measurement.record(counters.sum(counter), attributes));
    removals.add(instrument::close);
    return this;
  }

  /** Takes the source out of the instruments, which refer to it until then. */
  @Override
  public void close() {
    removals.forEach(Runnable::run);
    removals.clear();
  }
}
