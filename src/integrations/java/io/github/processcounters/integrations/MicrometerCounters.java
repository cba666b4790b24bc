// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.CounterSums;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Publishes counters of a set, or totals of many, as meters of Micrometer, which reads them when it reports. Tags must
 * tell sources apart: of two meters with one name and the same tags a registry keeps the first, so the second is not
 * published, and a warning says so. Values are {@code double}s there, exact up to 2<sup>53</sup>. Set up, bind and close
 * this in one thread; any may count.
 *
 * <p>What can go down is a {@link #level}. A {@link #counter} that goes down all the same is reported as the highest
 * value that was read of it, until it gets there again, with one warning: a value that falls is a restart to
 * Prometheus, and at one below zero its client throws, and reports nothing of any set.
 */
public final class MicrometerCounters implements MeterBinder, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(MicrometerCounters.class.getName());

  /** Held to look and bind, or two publishers would each take one meter for their own. */
  private static final Object BINDING = new Object();

  /**
   * A registry refers to the state object of a meter only weakly, but keeps the function. So the functions capture the
   * source: else it could be collected, with what was counted since the last report.
   */
  private final CounterSums counters;
  private final Tags tags;
  private final List<Function<MeterRegistry, Meter>> meters = new ArrayList<>();
  private final List<Runnable> removals = new ArrayList<>();

  public MicrometerCounters(CounterSums counters, Tags tags) {
    this.counters = Objects.requireNonNull(counters, "counters");
    this.tags = Objects.requireNonNull(tags, "tags");
  }

  /** Publishes a counter that only goes up, without unit and description. */
  public MicrometerCounters counter(String name, int counter) {
    return counter(name, counter, null, null);
  }

  /**
   * Publishes a counter that only goes up: it never falls from one report to the next.
   *
   * @param unit such as {@code bytes}, which Prometheus has in the name; or null
   * @param description one for all meters of this name; or null
   */
  public MicrometerCounters counter(String name, int counter, String unit, String description) {
    Highest highest = new Highest(name, Objects.checkIndex(counter, counters.size()));
    meters.add(registry -> FunctionCounter.builder(name, counters, state -> highest.read())
        .tags(tags).baseUnit(unit).description(description).register(registry));
    return this;
  }

  /** Publishes a level, without unit and description. */
  public MicrometerCounters level(String name, int counter) {
    return level(name, counter, null, null);
  }

  /**
   * Publishes a level: if its decrements come after their increments, it is never reported below zero.
   *
   * @param unit such as {@code bytes}, which Prometheus has in the name; or null
   * @param description one for all meters of this name; or null
   */
  public MicrometerCounters level(String name, int counter, String unit, String description) {
    Objects.checkIndex(counter, counters.size());
    meters.add(registry -> Gauge.builder(name, counters, state -> counters.sum(counter))
        .tags(tags).baseUnit(unit).description(description).register(registry));
    return this;
  }

  /** Publishes what is not there already. */
  @Override
  public void bindTo(MeterRegistry registry) {
    meters.forEach(meter -> bind(registry, meter));
  }

  private void bind(MeterRegistry registry, Function<MeterRegistry, Meter> meter) {
    synchronized (BINDING) {
      List<Meter> before = registry.getMeters();
      Meter bound = meter.apply(registry);
      if (isAmong(before, bound)) {
        LOG.log(Level.WARNING, "{0} {1} is there already: not published",
            bound.getId().getName(), bound.getId().getTags());
      } else {
        removals.add(() -> remove(registry, bound));
      }
    }
  }

  /** A registry removes whatever has the meter's name and tags: by now that may be another's. */
  private static void remove(MeterRegistry registry, Meter bound) {
    synchronized (BINDING) {
      if (isAmong(registry.getMeters(), bound)) {
        registry.remove(bound);
      }
    }
  }

  /** Meters are equal if their names and tags are. */
  private static boolean isAmong(List<Meter> meters, Meter bound) {
    return meters.stream().anyMatch(meter -> meter == bound);
  }

  /** Takes out of the registries what this has put there. They refer to the source until then. */
  @Override
  public void close() {
    removals.forEach(Runnable::run);
    removals.clear();
  }

  /** What was read of a counter, and does not fall. */
  private final class Highest {

    private final String name;
    private final int counter;
    private final AtomicLong highest = new AtomicLong();
    private final AtomicBoolean warned = new AtomicBoolean();

    Highest(String name, int counter) {
      this.name = name;
      this.counter = counter;
    }

    /** The highest value is taken first: a counter that only goes up is not read lower after that (K4). */
    long read() {
      long before = highest.get();
      long sum = counters.sum(counter);
      if (sum < before && warned.compareAndSet(false, true)) {
        LOG.log(Level.WARNING, "Counter {0} {1} went down from {2,number,#} to {3,number,#}: publish it as a level",
            name, tags, before, sum);
      }
      return highest.accumulateAndGet(sum, Math::max);
    }
  }
}
