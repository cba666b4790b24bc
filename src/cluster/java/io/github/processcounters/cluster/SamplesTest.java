package io.github.processcounters.cluster;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.processcounters.ProcessTotals;
import io.github.processcounters.support.Samples;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README of this folder shows stands in this class, and is compiled and run. */
@Timeout(120)
final class SamplesTest {

  private static final Path README = Path.of("src/cluster/README.md");
  private static final Path SOURCE = Path.of("src/cluster/java/io/github/processcounters/cluster/SamplesTest.java");

  private static final int ROWS = 0;

  private final System.Logger log = System.getLogger(SamplesTest.class.getName());

  static final List<Metric> METRICS = List.of(Metric.counter("rows"), Metric.counter("bytes"), Metric.level("open"));
  static final ProcessTotals JOB = new ProcessTotals(METRICS.size());

  @BeforeEach
  void count() {
    try (ProcessTotals.Part task = JOB.begin()) {
      task.counters().increment(ROWS);
    }
  }

  @Test
  void pull() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JobMetrics(JOB, METRICS).bindTo(registry); // serve registry.scrape() as /metrics

    assertTrue(registry.scrape().contains("rows_total " + (double) JOB.sum(ROWS)), registry.scrape());
  }

  @Test
  void push() throws Exception {
    Config config = GridPublisher.configure(new Config()); // on every member

    GridNode.onLoopback(config, List.of());
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    HazelcastInstance grid = Hazelcast.newHazelcastInstance(config);
    GridPublisher publisher = new GridPublisher(grid, "worker-17", JOB, METRICS);
    timer.scheduleWithFixedDelay(() -> {
      try {
        publisher.publish();
      } catch (RuntimeException e) {
        log.log(WARNING, "Not known to be published; the next time will tell", e);
      }
    }, 0, 100, MILLISECONDS);

    try {
      CountDownLatch published = new CountDownLatch(1);
      timer.execute(published::countDown); // after the first publication
      assertTrue(published.await(60, SECONDS));

      long rows = publisher.total(Metric.counter("rows")); // of all instances

      assertEquals(JOB.sum(ROWS), rows);
    } finally {
      timer.shutdownNow();
      grid.shutdown();
    }
  }

  static Stream<String> shown() {
    return Samples.inMarkdown(README);
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("What is shown stands in a test")
  void shown(String paragraph) {
    assertTrue(Samples.stands(paragraph, SOURCE), paragraph);
  }
}
