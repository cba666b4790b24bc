// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.cluster;

import io.github.processcounters.ProcessTotals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/**
 * Binds the totals of a job to Micrometer, for Prometheus: one series for each counter, however many tasks the job has.
 * The totals are read when the registry is scraped; nothing is done between scrapes. They are {@code double}s there,
 * exact up to 2<sup>53</sup>.
 */
public final class JobMetrics implements MeterBinder {

  /**
   * A registry refers to the state object of a meter only weakly, but keeps the function. So the functions capture the
   * totals: else a counter would freeze, and a level be NaN, once nobody else refers to them.
   */
  private final ProcessTotals totals;
  private final List<Metric> metrics;

  /**
   * Makes a binder. Registries keep the totals.
   *
   * @param totals what to export
   * @param metrics what is counted, in the order of the counters
   * @throws IllegalArgumentException if there is not one metric for each counter
   */
  public JobMetrics(ProcessTotals totals, List<Metric> metrics) {
    this.totals = totals;
    this.metrics = Metric.ofEachCounter(totals, metrics);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (int i = 0; i < metrics.size(); i++) {
      int counter = i;
      Metric metric = metrics.get(counter);
      if (metric.level()) {
        Gauge.builder(metric.name(), totals, state -> totals.sum(counter)).register(registry);
      } else {
        FunctionCounter.builder(metric.name(), totals, state -> totals.sum(counter)).register(registry);
      }
    }
  }
}
