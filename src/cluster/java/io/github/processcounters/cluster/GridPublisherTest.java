package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.processcounters.ProcessTotals;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Releases of one program that count different things, under one grid. */
@Timeout(120)
final class GridPublisherTest {

  private static final Metric ROWS = Metric.counter("rows");
  private static final Metric OPEN = Metric.level("open");
  private static final Metric BYTES = Metric.counter("bytes");

  private final HazelcastInstance grid =
      Hazelcast.newHazelcastInstance(GridNode.onLoopback(GridPublisher.configure(new Config()), List.of()));

  @AfterEach
  void end() {
    grid.shutdown();
  }

  @Test
  @DisplayName("A release that counts more inherits what there is, and is added up with those that count less")
  void newMetric() {
    publisherThatCounted("staying", List.of(ROWS, OPEN), 1).publish();
    publisherThatCounted("replaced", List.of(ROWS, OPEN), 2).publish();
    GridPublisher next = publisherThatCounted("replaced", List.of(BYTES, ROWS, OPEN), 4);
    next.publish();
    assertEquals(1 + 2 + 4, next.total(ROWS));
    assertEquals(1 + 4, next.total(OPEN));
    assertEquals(4, next.total(BYTES));
  }

  @Test
  @DisplayName("There is one metric for each counter")
  void badMetrics() {
    ProcessTotals job = new ProcessTotals(1);
    for (List<Metric> metrics : List.of(List.<Metric>of(), List.of(ROWS, OPEN))) {
      assertThrows(IllegalArgumentException.class, () -> new GridPublisher(grid, "bad", job, metrics));
    }
  }

  private GridPublisher publisherThatCounted(String instance, List<Metric> metrics, long delta) {
    ProcessTotals job = new ProcessTotals(metrics.size());
    try (ProcessTotals.Part task = job.begin()) {
      for (int i = 0; i < metrics.size(); i++) {
        task.counters().add(i, delta);
      }
    }
    return new GridPublisher(grid, instance, job, metrics);
  }
}
