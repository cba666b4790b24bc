package io.github.processcounters.cluster;

import static io.github.processcounters.cluster.Workload.BYTES;
import static io.github.processcounters.cluster.Workload.OPEN;
import static io.github.processcounters.cluster.Workload.ROWS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.processcounters.cluster.PrometheusServer.Sample;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three JVMs that a real Prometheus scrapes. */
final class PrometheusTest {

  private static final int JVMS = 3;
  private static final int TOTALS_TO_SEE = 30;

  /** The cluster's total of each counter: of each series the last sample, so that a missed scrape leaves no hole. */
  private static final String TOTALS =
      "sum by (__name__) (last_over_time({job='words', __name__=~'rows_total|bytes_total|open'}[5m]))";
  private static final List<String> SERIES = List.of("rows_total", "bytes_total", "open");

  private static Optional<Path> program;

  private final long seed = Long.getLong("seed", new Random().nextInt());
  private final Random random = new Random(seed);
  private final List<Child> nodes = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private PrometheusServer prometheus;
  private Map<String, Long> before = Map.of("rows_total", 0L, "bytes_total", 0L);

  @TempDir
  private Path folder;

  @BeforeAll
  static void find() {
    program = PrometheusServer.program();
    if (program.isEmpty()) {
      System.out.println("PrometheusTest: skipped, as no prometheus is on the PATH, and none given by -Dprometheus=");
    }
  }

  @BeforeEach
  void start() throws Exception {
    assumeTrue(program.isPresent());
    System.out.println("PrometheusTest: -Dseed=" + seed);
    for (int i = 0; i < JVMS; i++) {
      nodes.add(node(0));
    }
    for (Child node : nodes) {
      ports.add(Integer.valueOf(node.answer()));
    }
    prometheus = PrometheusServer.start(program.get(), folder, ports);
    Await.until("all are scraped at zero", () -> prometheus.value("count(rows_total == 0)").equals(Optional.of(3L)));
  }

  private Child node(int port) throws Exception {
    return new Child("scraped", List.of(), ScrapedNode.class, port, random.nextLong());
  }

  @AfterEach
  void stop() throws Exception {
    nodes.forEach(Child::close);
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @Test
  @DisplayName("One query gives the cluster's totals: counters never fall, levels are never negative, exact at the end")
  void totals() throws Exception {
    tellAll("go");
    Set<Long> seen = new HashSet<>();
    Await.until("many totals are seen", () -> {
      seen.add(totalsNotFallen().get("rows_total"));
      return seen.size() >= TOTALS_TO_SEE;
    });
    long[] counted = new long[SERIES.size()];
    for (Child node : nodes) {
      add(counted, node.askNumbers("stop"));
    }
    String stopped = now();
    Await.until("all are scraped again", () -> {
      totalsNotFallen();
      return isScrapedSince(stopped);
    });
    assertEquals(Map.of("rows_total", counted[ROWS], "bytes_total", counted[BYTES], "open", counted[OPEN]),
        totalsNotFallen());
  }

  @Test
  @DisplayName("A JVM killed and started again: the sum falls, increase() goes on, what was not scraped is lost")
  void restart() throws Exception {
    tellAll("go");
    Await.until("some are counted", () -> prometheus.value("min(rows_total)").filter(rows -> rows > 1000).isPresent());
    long[] others = new long[SERIES.size()];
    for (int i = 1; i < JVMS; i++) {
      add(others, nodes.get(i).askNumbers("stop"));
    }
    nodes.get(0).ask("vanish");
    long[] atDeath = nodes.get(0).askNumbers("stop");
    nodes.get(0).kill();

    String series = "{instance='127.0.0.1:" + ports.get(0) + "'}";
    Await.until("it is missed", () -> prometheus.value("up" + series).equals(Optional.of(0L)));
    for (int i = 0; i < SERIES.size(); i++) {
      int counter = i;
      Await.until("the sum is that of the others",
          () -> prometheus.value("sum(" + SERIES.get(counter) + ")").equals(Optional.of(others[counter])));
    }
    long[] scraped = new long[SERIES.size()];
    for (int i = 0; i < SERIES.size(); i++) {
      scraped[i] = last(prometheus.samples(SERIES.get(i) + series)).value();
    }
    assertTrue(scraped[ROWS] < atDeath[ROWS], () -> "scraped " + scraped[ROWS] + " of " + atDeath[ROWS]);

    nodes.set(0, node(ports.get(0)));
    nodes.get(0).answer();
    Await.until("it is scraped at zero", () -> prometheus.value("rows_total" + series).equals(Optional.of(0L)));
    nodes.get(0).ask("go");
    Await.until("some are counted", () -> prometheus.value("rows_total" + series).filter(rows -> rows > 0).isPresent());
    long[] again = nodes.get(0).askNumbers("stop");
    String stopped = now();
    Await.until("all are scraped again", () -> isScrapedSince(stopped));

    for (int i = 0; i < SERIES.size(); i++) {
      assertEquals(Optional.of(others[i] + again[i]), prometheus.value("sum(" + SERIES.get(i) + ")"));
    }
    for (int i : new int[] {ROWS, BYTES}) {
      String counter = SERIES.get(i) + series;
      Sample last = last(prometheus.samples(counter));
      assertEquals(1, prometheus.valueAt("resets(" + counter + "[1h])", last.time()));
      assertEquals(scraped[i] + again[i], prometheus.valueAt("increase(" + counter + "[1h])", last.time()));
    }
  }

  private void tellAll(String command) throws Exception {
    for (Child node : nodes) {
      node.ask(command);
    }
  }

  private Map<String, Long> totalsNotFallen() throws Exception {
    Map<String, Long> totals = prometheus.values(TOTALS);
    assertTrue(totals.get("rows_total") >= before.get("rows_total"), () -> "fell from " + before + " to " + totals);
    assertTrue(totals.get("bytes_total") >= before.get("bytes_total"), () -> "fell from " + before + " to " + totals);
    assertTrue(totals.get("open") >= 0, () -> "negative: " + totals);
    before = totals;
    return totals;
  }

  private boolean isScrapedSince(String time) throws Exception {
    return prometheus.value("count(timestamp(rows_total) > " + time + ")").equals(Optional.of((long) JVMS));
  }

  /** In seconds, and a bit later, as Prometheus moves the times of scrapes by some milliseconds. */
  private static String now() {
    return BigDecimal.valueOf(System.currentTimeMillis() + 20, 3).toPlainString();
  }

  private static Sample last(List<Sample> samples) {
    return samples.get(samples.size() - 1);
  }

  private static void add(long[] sums, long[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }
}
