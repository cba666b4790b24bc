package io.github.processcounters.jmh.counters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Micrometer's own counters, in a registry for Prometheus, updated at every event. */
final class OfMicrometer extends Counters {

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Counter[] set;

  OfMicrometer(int size) {
    super(size);
    set = new Counter[size];
    for (int i = 0; i < size; i++) {
      set[i] = registry.counter("counter." + i);
    }
  }

  @Override
  public Object set() {
    return registry;
  }

  @Override
  public void add(int counter, long delta) {
    set[counter].increment(delta);
  }

  @Override
  public long sum(int counter) {
    return (long) set[counter].count();
  }
}
