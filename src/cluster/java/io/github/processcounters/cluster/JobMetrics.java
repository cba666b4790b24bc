// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.cluster;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Binds a job to Micrometer, for Prometheus: one series for each counter of the job, however many tasks it has. The
 * totals are read when the registry is scraped; nothing is done between scrapes. The registry refers to the job weakly,
 * as Micrometer does. It takes values as {@code double}, which is exact up to 2<sup>53</sup>.
 */
public final class JobMetrics implements MeterBinder {

  private final Job job;

  /**
   * Makes a binder.
   *
   * @param job whose totals to export
   */
  public JobMetrics(Job job) {
    this.job = job;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (int i = 0; i < job.metrics().size(); i++) {
      int counter = i;
      Metric metric = job.metrics().get(counter);
      if (metric.level()) {
        Gauge.builder(metric.name(), job, job -> job.sum(counter)).register(registry);
      } else {
        FunctionCounter.builder(metric.name(), job, job -> job.sum(counter)).register(registry);
      }
    }
  }
}
