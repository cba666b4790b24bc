package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessTotals;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a registry has of a job to which nobody else refers. */
final class JobMetricsTest {

  private static final List<Metric> METRICS = List.of(Metric.counter("rows"), Metric.level("open"));

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  @DisplayName("A registry keeps the totals, and goes on to see what the tasks at work count")
  void keepsTheTotals() {
    ProcessTotals.Part task = publishAndForget();
    collectGarbage();
    task.counters().add(0, 2);
    assertEquals(Set.of("rows_total 42.0", "open 7.0"), scrape());
    task.close();
    collectGarbage();
    assertEquals(Set.of("rows_total 42.0", "open 7.0"), scrape());
  }

  private ProcessTotals.Part publishAndForget() {
    ProcessTotals job = new ProcessTotals(METRICS.size());
    new JobMetrics(job, METRICS).bindTo(registry);
    ProcessTotals.Part task = job.begin();
    task.counters().add(0, 40);
    task.counters().add(1, 7);
    return task;
  }

  /** Until what could be collected has been. */
  private static void collectGarbage() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    for (int i = 0; i < 100 && !garbage.refersTo(null); i++) {
      System.gc();
    }
    assertTrue(garbage.refersTo(null));
  }

  private Set<String> scrape() {
    return registry.scrape().lines().filter(line -> !line.startsWith("#")).collect(Collectors.toSet());
  }

  @Test
  @DisplayName("There is one metric for each counter")
  void badMetrics() {
    ProcessTotals job = new ProcessTotals(1);
    for (List<Metric> metrics : List.of(List.<Metric>of(), METRICS)) {
      assertThrows(IllegalArgumentException.class, () -> new JobMetrics(job, metrics));
    }
  }
}
