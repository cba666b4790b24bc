package io.github.processcounters.integrations;

import static io.github.processcounters.integrations.BusySet.BYTES;
import static io.github.processcounters.integrations.BusySet.OPEN;
import static io.github.processcounters.integrations.BusySet.ROWS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.CounterSums;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.ProcessTotals;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class OpenTelemetryCountersTest {

  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("query");

  private final InMemoryMetricReader totals = InMemoryMetricReader.create();
  private final InMemoryMetricReader deltas = InMemoryMetricReader.builder()
      .setAggregationTemporalitySelector(AggregationTemporalitySelector.deltaPreferred()).build();
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder().registerMetricReader(totals).registerMetricReader(deltas).build();
  private final Meter meter = provider.get("test");

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  @DisplayName("K1, K3, K4: collected while threads count, no counter falls, no level is negative, all is exact")
  void collectsTotals() throws Exception {
    BusySet busy = new BusySet();
    publish(busy.counters, "busy");
    busy.watch(() -> {
      Map<String, Long> collected = collect(totals, AggregationTemporality.CUMULATIVE);
      return new long[] {
          collected.get("query.rows busy"), collected.get("query.bytes busy"), collected.get("query.files.open busy")};
    });
  }

  @Test
  @DisplayName("K1, K3, K4: deltas of counters are never negative, and add up to all that was counted")
  void collectsDeltas() throws Exception {
    BusySet busy = new BusySet();
    publish(busy.counters, "busy");
    long[] sums = new long[3];
    busy.watch(() -> {
      Map<String, Long> collected = collect(deltas, AggregationTemporality.DELTA);
      sums[ROWS] += collected.get("query.rows busy");
      sums[BYTES] += collected.get("query.bytes busy");
      sums[OPEN] = collected.get("query.files.open busy");
      return sums.clone();
    });
  }

  @Test
  @DisplayName("Sets share instruments; one that is closed is not collected any more")
  void sharesInstruments() {
    ProcessCounters one = new ProcessCounters(3);
    ProcessCounters other = new ProcessCounters(3);
    OpenTelemetryCounters published = publish(one, "one");
    publish(other, "other");
    one.add(ROWS, 1);
    one.add(BYTES, 2);
    one.add(OPEN, 3);
    other.add(ROWS, 4);
    other.add(BYTES, 5);
    other.add(OPEN, 6);
    Map<String, Long> ofOther = Map.of("query.rows other", 4L, "query.bytes other", 5L, "query.files.open other", 6L);
    Map<String, Long> ofBoth = new HashMap<>(ofOther);
    ofBoth.putAll(Map.of("query.rows one", 1L, "query.bytes one", 2L, "query.files.open one", 3L));
    assertEquals(ofBoth, collect(totals, AggregationTemporality.CUMULATIVE));
    published.close();
    assertEquals(ofOther, collect(totals, AggregationTemporality.CUMULATIVE));
  }

  @Test
  @DisplayName("Of two with one name and the same attributes the second is not published, with warnings; closed, it removes nothing")
  void sameName() {
    ProcessCounters first = new ProcessCounters(3);
    ProcessCounters second = new ProcessCounters(3);
    first.addAll(new long[] {10, 20, 30});
    second.addAll(new long[] {1, 2, 3});
    Map<String, Long> ofFirst = Map.of("query.rows same", 10L, "query.bytes same", 20L, "query.files.open same", 30L);
    Map<String, Long> ofSecond = Map.of("query.rows same", 1L, "query.bytes same", 2L, "query.files.open same", 3L);
    OpenTelemetryCounters published = publish(first, "same");
    try (Warnings warnings = new Warnings(OpenTelemetryCounters.class)) {
      OpenTelemetryCounters refused = publish(second, "same");
      new OpenTelemetryCounters(meter, second, Attributes.of(QUERY, "same")).counter("Query.Rows", BYTES);
      assertEquals(List.of(
          "query.rows {query=\"same\"} is there already: not published",
          "query.bytes {query=\"same\"} is there already: not published",
          "query.files.open {query=\"same\"} is there already: not published",
          "Query.Rows {query=\"same\"} is there already: not published"), warnings.texts());
      assertEquals(ofFirst, collect(totals, AggregationTemporality.CUMULATIVE));
      assertEquals(ofFirst, collect(deltas, AggregationTemporality.DELTA));
      refused.close();
      assertEquals(ofFirst, collect(totals, AggregationTemporality.CUMULATIVE));
      published.close();
      assertEquals(Map.of(), collect(totals, AggregationTemporality.CUMULATIVE));
      assertEquals(Map.of(), collect(deltas, AggregationTemporality.DELTA)); // or the next delta is from 10 to 1
      publish(second, "same");
      assertEquals(ofSecond, collect(totals, AggregationTemporality.CUMULATIVE));
      assertEquals(ofSecond, collect(deltas, AggregationTemporality.DELTA));
      published.close();
      assertEquals(ofSecond, collect(totals, AggregationTemporality.CUMULATIVE));
      assertEquals(4, warnings.texts().size());
    }
    InMemoryMetricReader elsewhere = InMemoryMetricReader.create();
    try (SdkMeterProvider another = SdkMeterProvider.builder().registerMetricReader(elsewhere).build()) {
      new OpenTelemetryCounters(another.get("test"), first, Attributes.of(QUERY, "same")).counter("query.rows", ROWS);
      assertEquals(Map.of("query.rows same", 10L), collect(elsewhere, AggregationTemporality.CUMULATIVE));
    }
  }

  @Test
  @DisplayName("Totals of many sets are published like one set")
  void publishesTotals() {
    ProcessTotals queries = new ProcessTotals(3);
    publish(queries, "all");
    try (ProcessTotals.Part query = queries.begin()) {
      query.counters().add(ROWS, 5);
    }
    queries.begin().counters().add(OPEN, 2);
    assertEquals(Map.of("query.rows all", 5L, "query.bytes all", 0L, "query.files.open all", 2L),
        collect(totals, AggregationTemporality.CUMULATIVE));
  }

  @Test
  @DisplayName("K9: a counter that the set does not have is refused when it is named, not when it is collected")
  void noSuchCounter() {
    OpenTelemetryCounters published = new OpenTelemetryCounters(meter, new ProcessCounters(3), Attributes.empty());
    assertThrows(IndexOutOfBoundsException.class, () -> published.counter("query.rows", 3));
    assertThrows(IndexOutOfBoundsException.class, () -> published.level("query.files.open", -1));
    assertTrue(totals.collectAllMetrics().isEmpty());
  }

  @Test
  void sample() {
    ProcessCounters scans = new ProcessCounters(3);
    Attributes ofOrders = Attributes.of(QUERY, "orders");

    OpenTelemetryCounters published = new OpenTelemetryCounters(meter, scans, ofOrders)
        .counter("query.rows", ROWS)
        .level("query.files.open", OPEN);

    scans.add(ROWS, 7);
    assertEquals(Map.of("query.rows orders", 7L, "query.files.open orders", 0L),
        collect(totals, AggregationTemporality.CUMULATIVE));
    published.close();
  }

  private OpenTelemetryCounters publish(CounterSums set, String query) {
    return new OpenTelemetryCounters(meter, set, Attributes.of(QUERY, query))
        .counter("query.rows", ROWS)
        .counter("query.bytes", BYTES)
        .level("query.files.open", OPEN);
  }

  /** Reads the values of all sets; a reader that prefers deltas gets those of counters, but whole levels. */
  private static Map<String, Long> collect(InMemoryMetricReader reader, AggregationTemporality temporality) {
    Map<String, Long> values = new HashMap<>();
    for (MetricData metric : reader.collectAllMetrics()) {
      boolean level = metric.getName().equals("query.files.open");
      assertEquals(MetricDataType.LONG_SUM, metric.getType());
      SumData<LongPointData> sums = metric.getLongSumData();
      assertEquals(!level, sums.isMonotonic());
      assertEquals(level ? AggregationTemporality.CUMULATIVE : temporality, sums.getAggregationTemporality());
      for (LongPointData point : sums.getPoints()) {
        values.put(metric.getName() + " " + point.getAttributes().get(QUERY), point.getValue());
      }
    }
    return values;
  }
}
