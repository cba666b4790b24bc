// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.ProcessCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Publishes counters of a set as meters of Micrometer, which reads them when it reports. Tags must tell sets apart: of
 * two meters with one name and the same tags a registry keeps the first. Values are {@code double}s there, exact up to
 * 2<sup>53</sup>. Set up, bind and close this in one thread; the set may be counted in by any.
 */
public final class MicrometerCounters implements MeterBinder, AutoCloseable {

  /**
   * A registry refers to the state object of a meter only weakly, but keeps the function. So the functions capture the
   * set: else it could be collected, with what was counted since the last report.
   */
  private final ProcessCounters counters;
  private final Tags tags;
  private final List<Function<MeterRegistry, Meter>> meters = new ArrayList<>();
  private final List<Runnable> removals = new ArrayList<>();

  public MicrometerCounters(ProcessCounters counters, Tags tags) {
    this.counters = Objects.requireNonNull(counters, "counters");
    this.tags = Objects.requireNonNull(tags, "tags");
  }

  /** Publishes a counter that only goes up: it never falls from one report to the next. */
  public MicrometerCounters counter(String name, int counter) {
    Objects.checkIndex(counter, counters.size());
    meters.add(registry ->
        FunctionCounter.builder(name, counters, state -> counters.sum(counter)).tags(tags).register(registry));
    return this;
  }

  /** Publishes a level: if its decrements come after their increments, it is never reported below zero. */
  public MicrometerCounters level(String name, int counter) {
    Objects.checkIndex(counter, counters.size());
    meters.add(registry -> Gauge.builder(name, counters, state -> counters.sum(counter)).tags(tags).register(registry));
    return this;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Function<MeterRegistry, Meter> meter : meters) {
      Meter bound = meter.apply(registry);
      removals.add(() -> registry.remove(bound));
    }
  }

  /** Takes the meters out of the registries, which refer to the set until then. */
  @Override
  public void close() {
    removals.forEach(Runnable::run);
    removals.clear();
  }
}
