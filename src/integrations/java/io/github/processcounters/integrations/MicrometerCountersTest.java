package io.github.processcounters.integrations;

import static io.github.processcounters.integrations.BusySet.BYTES;
import static io.github.processcounters.integrations.BusySet.OPEN;
import static io.github.processcounters.integrations.BusySet.ROWS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.CounterSums;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.ProcessTotals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class MicrometerCountersTest {

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();
  private HTTPServer server;

  @BeforeAll
  static void sendAtOnce() {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // a scrape waits for a delayed acknowledgement otherwise
  }

  @BeforeEach
  void serve() throws IOException {
    server = HTTPServer.builder()
        .inetAddress(InetAddress.getLoopbackAddress())
        .registry(registry.getPrometheusRegistry())
        .buildAndStart();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("K1, K3, K4: scraped while threads count, no counter falls, no level is negative, all is exact")
  void scrapes() throws Exception {
    BusySet busy = new BusySet();
    publish(busy.counters, "busy");
    busy.watch(() -> {
      Map<String, Long> scraped = scrape();
      return new long[] {
          scraped.get("query_rows_total{query=\"busy\"}"),
          scraped.get("query_bytes_total{query=\"busy\"}"),
          scraped.get("query_files_open{query=\"busy\"}")};
    });
  }

  @Test
  @DisplayName("A counter that was corrected downwards is reported as its highest value, with one warning")
  void correctedDownwards() throws Exception {
    ProcessCounters set = new ProcessCounters(3);
    publish(set, "corrected");
    publish(new ProcessCounters(3), "other");
    try (Warnings warnings = new Warnings(MicrometerCounters.class)) {
      set.add(ROWS, 5);
      set.add(OPEN, 5);
      assertReported(5, 0, 5);
      assertEquals(List.of(), warnings.texts());
      set.add(ROWS, -3);
      set.add(OPEN, -7);
      assertReported(5, 0, -2);
      assertReported(5, 0, -2);
      String ofRows = "Counter query.rows [tag(query=corrected)] went down from 5 to 2: publish it as a level";
      assertEquals(List.of(ofRows), warnings.texts());
      set.add(BYTES, -1_000_000);
      assertReported(5, 0, -2);
      String ofBytes = "Counter query.bytes [tag(query=corrected)] went down from 0 to -1000000: publish it as a level";
      assertEquals(List.of(ofRows, ofBytes), warnings.texts());
      set.add(ROWS, 6);
      set.add(BYTES, 1_000_001);
      assertReported(8, 1, -2);
      set.add(ROWS, -1);
      assertReported(8, 1, -2);
      assertEquals(List.of(ofRows, ofBytes), warnings.texts());
    }
  }

  private void assertReported(long rows, long bytes, long open) throws Exception {
    assertEquals(Map.of(
        "query_rows_total{query=\"corrected\"}", rows,
        "query_bytes_total{query=\"corrected\"}", bytes,
        "query_files_open{query=\"corrected\"}", open,
        "query_rows_total{query=\"other\"}", 0L,
        "query_bytes_total{query=\"other\"}", 0L,
        "query_files_open{query=\"other\"}", 0L), scrape());
  }

  @Test
  @DisplayName("K4: a counter that only goes up causes no warning, however many read it at once")
  void noFalseWarning() throws Exception {
    ProcessCounters set = new ProcessCounters(3);
    MeterRegistry direct = new Direct();
    publisher(set, "busy").bindTo(direct);
    FunctionCounter rows = direct.get("query.rows").functionCounter();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try (Warnings warnings = new Warnings(MicrometerCounters.class)) {
      List<Future<Double>> read = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        read.add(readers.submit(() -> {
          double last = 0;
          while (last < 1_000_000) {
            double next = rows.count();
            assertTrue(next >= last, () -> "Fell to " + next);
            last = next;
          }
          return last;
        }));
      }
      while (!read.stream().allMatch(Future::isDone)) {
        set.increment(ROWS);
      }
      for (Future<Double> one : read) {
        one.get();
      }
      assertEquals(List.of(), warnings.texts());
    } finally {
      readers.shutdownNow();
    }
  }

  /** Micrometer's own counter writes what it read to a plain field and returns that: of two reads at once, either's. */
  private static final class Direct extends SimpleMeterRegistry {

    @Override
    protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T source, ToDoubleFunction<T> function) {
      return new FunctionCounter() {

        @Override
        public double count() {
          return function.applyAsDouble(source);
        }

        @Override
        public Meter.Id getId() {
          return id;
        }
      };
    }
  }

  @Test
  @DisplayName("Prometheus gets descriptions and units")
  void describes() {
    ProcessCounters scans = new ProcessCounters(3);

    MicrometerCounters published = new MicrometerCounters(scans, Tags.of("table", "orders"))
        .counter("scan.read", BYTES, "bytes", "Read from disk")
        .level("scan.open", OPEN, "files", "Open now");
    published.bindTo(registry);

    scans.add(BYTES, 512);
    scans.add(OPEN, 3);
    assertEquals(List.of(
        "# HELP scan_open_files Open now",
        "# TYPE scan_open_files gauge",
        "scan_open_files{table=\"orders\"} 3.0",
        "# HELP scan_read_bytes_total Read from disk",
        "# TYPE scan_read_bytes_total counter",
        "scan_read_bytes_total{table=\"orders\"} 512.0"), registry.scrape().lines().toList());
  }

  @Test
  @DisplayName("Totals of many sets are published like one set")
  void totals() throws Exception {
    ProcessTotals queries = new ProcessTotals(3);
    publish(queries, "all");
    try (ProcessTotals.Part query = queries.begin()) {
      query.counters().add(ROWS, 5);
    }
    queries.begin().counters().add(OPEN, 2);
    assertEquals(Map.of(
        "query_rows_total{query=\"all\"}", 5L,
        "query_bytes_total{query=\"all\"}", 0L,
        "query_files_open{query=\"all\"}", 2L), scrape());
  }

  @Test
  @DisplayName("Of two with one name and the same tags the second is not published, with warnings; closed, it removes nothing")
  void sameName() throws Exception {
    ProcessCounters first = new ProcessCounters(3);
    ProcessCounters second = new ProcessCounters(3);
    first.addAll(new long[] {1, 2, 3});
    second.addAll(new long[] {4, 5, 6});
    MicrometerCounters ofFirst = publish(first, "same");
    try (Warnings warnings = new Warnings(MicrometerCounters.class)) {
      MicrometerCounters ofSecond = publish(second, "same");
      assertEquals(List.of(
          "query.rows [tag(query=same)] is there already: not published",
          "query.bytes [tag(query=same)] is there already: not published",
          "query.files.open [tag(query=same)] is there already: not published"), warnings.texts());
      assertScraped("same", 1, 2, 3);
      ofSecond.close();
      assertScraped("same", 1, 2, 3);
      ofFirst.close();
      assertEquals(Map.of(), scrape());
      publish(second, "same");
      assertScraped("same", 4, 5, 6);
      ofFirst.close();
      assertScraped("same", 4, 5, 6);
      assertEquals(3, warnings.texts().size());
    }
  }

  @Test
  @DisplayName("What somebody else has put in the place of a meter is not removed")
  void replaced() throws Exception {
    MicrometerCounters published = publish(new ProcessCounters(3), "same");
    registry.clear();
    ProcessCounters next = new ProcessCounters(3);
    next.addAll(new long[] {4, 5, 6});
    publish(next, "same");
    published.close();
    assertScraped("same", 4, 5, 6);
  }

  @Test
  @DisplayName("Of two that publish at the same moment, one is told so, and only the other removes the meter")
  void sameNameAtOnce() throws Exception {
    int rounds = 100;
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService publishers = Executors.newFixedThreadPool(2);
    try (Warnings warnings = new Warnings(MicrometerCounters.class)) {
      Callable<Void> publishing = () -> {
        for (int i = 0; i < rounds; i++) {
          MicrometerCounters published = publisher(new ProcessCounters(3), "round " + i);
          together.await();
          published.bindTo(registry);
        }
        return null;
      };
      for (Future<Void> one : publishers.invokeAll(List.of(publishing, publishing))) {
        one.get();
      }
      assertEquals(3 * rounds, warnings.texts().size());
      assertEquals(3 * rounds, registry.getMeters().size());
    } finally {
      publishers.shutdownNow();
    }
  }

  private void assertScraped(String query, long rows, long bytes, long open) throws Exception {
    assertEquals(Map.of(
        "query_rows_total{query=\"" + query + "\"}", rows,
        "query_bytes_total{query=\"" + query + "\"}", bytes,
        "query_files_open{query=\"" + query + "\"}", open), scrape());
  }

  @Test
  @DisplayName("A registry keeps a set that nobody else refers to, and reports what was counted last")
  void keepsTheSet() throws Exception {
    publishAndForget();
    collectGarbage();
    assertEquals(Map.of(
        "query_rows_total{query=\"forgotten\"}", 42L,
        "query_bytes_total{query=\"forgotten\"}", 0L,
        "query_files_open{query=\"forgotten\"}", 7L), scrape());
  }

  private void publishAndForget() {
    ProcessCounters set = new ProcessCounters(3);
    publish(set, "forgotten");
    set.add(ROWS, 42);
    set.add(OPEN, 7);
  }

  @Test
  @DisplayName("Closed, a set is neither reported nor kept; others with the same names are")
  void close() throws Exception {
    publish(new ProcessCounters(3), "other");
    WeakReference<ProcessCounters> closed = publishAndClose();
    collectGarbage();
    assertNull(closed.get());
    assertEquals(Map.of(
        "query_rows_total{query=\"other\"}", 0L,
        "query_bytes_total{query=\"other\"}", 0L,
        "query_files_open{query=\"other\"}", 0L), scrape());
  }

  private WeakReference<ProcessCounters> publishAndClose() throws Exception {
    ProcessCounters set = new ProcessCounters(3);
    MicrometerCounters published = publish(set, "closed");
    set.increment(ROWS);
    assertEquals(1, scrape().get("query_rows_total{query=\"closed\"}"));
    published.close();
    return new WeakReference<>(set);
  }

  @Test
  @DisplayName("K9: a counter that the set does not have is refused when it is named, not when it is reported")
  void noSuchCounter() {
    MicrometerCounters published = new MicrometerCounters(new ProcessCounters(3), Tags.empty());
    assertThrows(IndexOutOfBoundsException.class, () -> published.counter("query.rows", 3));
    assertThrows(IndexOutOfBoundsException.class, () -> published.level("query.files.open", -1));
    published.bindTo(registry);
    assertTrue(registry.getMeters().isEmpty());
  }

  private MicrometerCounters publish(CounterSums set, String query) {
    MicrometerCounters published = publisher(set, query);
    published.bindTo(registry);
    return published;
  }

  private static MicrometerCounters publisher(CounterSums set, String query) {
    return new MicrometerCounters(set, Tags.of("query", query))
        .counter("query.rows", ROWS)
        .counter("query.bytes", BYTES)
        .level("query.files.open", OPEN);
  }

  /** Reads the text format: comments, and lines of a name with labels, a space and a value. */
  private Map<String, Long> scrape() throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + server.getPort() + "/metrics");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    assertEquals(List.of("text/plain; version=0.0.4; charset=utf-8"), response.headers().allValues("Content-Type"));
    Map<String, Long> values = new HashMap<>();
    response.body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
      int space = line.lastIndexOf(' ');
      assertNull(values.put(line.substring(0, space), new BigDecimal(line.substring(space + 1)).longValueExact()));
    });
    return values;
  }

  /** Waits until what is not referred to any more is collected. */
  private static void collectGarbage() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    while (garbage.get() != null) {
      System.gc();
    }
  }
}
