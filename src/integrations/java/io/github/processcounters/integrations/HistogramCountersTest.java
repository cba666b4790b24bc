package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.CounterSums;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.ProcessTotals;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class HistogramCountersTest {

  static final HistogramCounters LATENCY = new HistogramCounters(1, 10, 100); // of queries, in milliseconds

  private static final int ROUNDS = 100_000;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExecutorService pool = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  @DisplayName("As the README has it, in Prometheus' text format")
  void sample() throws IOException {
    ProcessTotals queries = new ProcessTotals(LATENCY.size());
    registry.register(LATENCY.collector("latency_ms", "Of queries", queries));

    try (ProcessTotals.Part query = queries.begin()) {
      LATENCY.observe(query.counters(), 7);
    }

    LATENCY.observe(queries.begin().counters(), 10);
    LATENCY.observe(queries.begin().counters(), 11);
    LATENCY.observe(queries.begin().counters(), 0);
    LATENCY.observe(queries.begin().counters(), 5_000);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.builder().build().write(text, registry.scrape());
    assertEquals(List.of(
        "# HELP latency_ms Of queries",
        "# TYPE latency_ms histogram",
        "latency_ms_bucket{le=\"1.0\"} 1",
        "latency_ms_bucket{le=\"10.0\"} 3",
        "latency_ms_bucket{le=\"100.0\"} 4",
        "latency_ms_bucket{le=\"+Inf\"} 5",
        "latency_ms_count 5",
        "latency_ms_sum 5028.0"), text.toString().lines().toList());
  }

  @Test
  @DisplayName("K10: while one thread counts, each scrape has whole events")
  void single() throws Exception {
    ProcessCounters set = new ProcessCounters(LATENCY.size());
    watch(set, List.of(pool.submit(set.attached(() -> work(set, ROUNDS)))));
    assertEquals(false, set.isStriped());
  }

  @Test
  @DisplayName("K10: nor are they torn when threads share the set, attached or not")
  void striped() throws Exception {
    ProcessCounters set = new ProcessCounters(LATENCY.size());
    set.upgrade();
    watch(set, List.of(
        pool.submit(set.attached(() -> work(set, ROUNDS))),
        pool.submit(set.attached(() -> work(set, ROUNDS))),
        pool.submit(() -> work(set, ROUNDS))));
  }

  @Test
  @DisplayName("K10: nor in totals of queries that begin, count and are closed")
  void totals() throws Exception {
    ProcessTotals queries = new ProcessTotals(LATENCY.size());
    Runnable comeAndGo = () -> {
      for (int i = 0; i < ROUNDS; i += 1_000) {
        try (ProcessTotals.Part query = queries.begin()) {
          work(query.counters(), 1_000);
        }
      }
    };
    watch(queries, List.of(pool.submit(comeAndGo), pool.submit(comeAndGo), pool.submit(comeAndGo)));
  }

  /** One value for each bucket, so that the buckets tell the sum. */
  private static void work(ProcessCounters set, int rounds) {
    for (int i = 0; i < rounds; i++) {
      LATENCY.observe(set, 1);
      LATENCY.observe(set, 10);
      LATENCY.observe(set, 100);
      LATENCY.observe(set, 1_000);
    }
  }

  private void watch(CounterSums counters, List<Future<?>> running) throws Exception {
    registry.register(LATENCY.collector("latency_ms", "Of queries", counters));
    long last = 0;
    while (!running.stream().allMatch(Future::isDone)) {
      long[] next = scrape();
      long count = next[0] + next[1] + next[2] + next[3];
      assertTrue(count >= last, "Fell to " + count);
      last = count;
    }
    for (Future<?> one : running) {
      one.get();
    }
    long each = (long) ROUNDS * running.size();
    assertArrayEquals(new long[] {each, each, each, each}, scrape());
  }

  /** Returns the buckets of a scrape, which are those of its count and its sum. */
  private long[] scrape() {
    HistogramSnapshot snapshot = (HistogramSnapshot) registry.scrape().get(0);
    HistogramDataPointSnapshot point = snapshot.getDataPoints().get(0);
    long[] buckets = point.getClassicBuckets().stream().mapToLong(ClassicHistogramBucket::getCount).toArray();
    assertEquals(buckets[0] + buckets[1] + buckets[2] + buckets[3], point.getCount());
    assertEquals(buckets[0] + 10 * buckets[1] + 100 * buckets[2] + 1_000 * buckets[3], point.getSum());
    return buckets;
  }

  @Test
  @DisplayName("A name that is taken is refused; unregistered, it is free")
  void sameName() {
    ProcessCounters set = new ProcessCounters(LATENCY.size());
    LATENCY.observe(set, 1);
    Collector first = LATENCY.collector("latency_ms", "Of queries", set);
    Collector second = LATENCY.collector("latency_ms", "Of queries", new ProcessCounters(LATENCY.size()));
    registry.register(first);
    assertThrows(IllegalArgumentException.class, () -> registry.register(second));
    registry.unregister(second);
    assertArrayEquals(new long[] {1, 0, 0, 0}, scrape());
    registry.unregister(first);
    registry.register(second);
    assertArrayEquals(new long[4], scrape());
  }

  @Test
  @DisplayName("K9: what does not fit is refused, and nothing counted")
  void badInput() {
    List<String> messages = new ArrayList<>();
    messages.add(assertThrows(IllegalArgumentException.class, () -> new HistogramCounters(1, 1)).getMessage());
    ProcessCounters set = new ProcessCounters(4);
    messages.add(assertThrows(IllegalArgumentException.class,
        () -> LATENCY.collector("latency_ms", "Of queries", set)).getMessage());
    assertEquals(List.of("Bounds do not ascend: [1, 1]", "4 counters, not 5"), messages);
    assertThrows(IllegalArgumentException.class, () -> LATENCY.observe(set, 1));
    assertArrayEquals(new long[4], set.sums());
    ProcessCounters fits = new ProcessCounters(5);
    assertThrows(IllegalArgumentException.class, () -> LATENCY.observe(fits, -1));
    assertArrayEquals(new long[5], fits.sums());
  }
}
