package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.processcounters.ProcessTotals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes three jobs, as it would scrape three JVMs. */
@Timeout(120)
final class PrometheusTest {

  private static final int ROWS = 0;
  private static final int OPEN = 1;

  private static final Pattern LISTENS = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]+)\"]");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Instance> instances = new ArrayList<>();
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private Process prometheus;

  @TempDir
  private Path folder;

  /** What one JVM of a cluster has. */
  private static final class Instance {
    private final ProcessTotals job = new ProcessTotals(2);
    private final HTTPServer server;

    Instance(int port) throws Exception {
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      export(job, registry);
      server = HTTPServer.builder().inetAddress(InetAddress.getLoopbackAddress()).port(port)
          .registry(registry.getPrometheusRegistry()).buildAndStart();
    }

    /** A task that leaves one thing open, and one that leaves none. */
    void count(int rows) {
      for (boolean closes : new boolean[] {false, true}) {
        try (ProcessTotals.Part task = job.begin()) {
          task.counters().increment(OPEN);
          task.counters().add(ROWS, rows);
          if (closes) {
            task.counters().decrement(OPEN);
          }
        }
      }
    }
  }

  private static void export(ProcessTotals job, MeterRegistry registry) {
    FunctionCounter.builder("rows", job, any -> job.sum(ROWS)).register(registry);
    Gauge.builder("open", job, any -> job.sum(OPEN)).register(registry);
  }

  @BeforeEach
  void start() throws Exception {
    Path program = program();
    for (int i = 0; i < 3; i++) {
      instances.add(new Instance(0));
    }
    String targets = instances.stream().map(PrometheusTest::target).collect(Collectors.joining(", "));
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, """
        global:
          scrape_interval: 200ms
          scrape_timeout: 200ms
        scrape_configs:
          - job_name: words
            static_configs:
              - targets: [%s]
        """.formatted(targets));
    prometheus = new ProcessBuilder(program.toString(), "--config.file=" + config, "--storage.tsdb.path=" + folder,
        "--web.listen-address=127.0.0.1:0").redirectErrorStream(true).start();
    new Thread(() -> prometheus.inputReader().lines().map(LISTENS::matcher).filter(Matcher::find)
        .forEach(line -> address.complete(line.group(1)))).start();
    address.get(1, TimeUnit.MINUTES);
    await("3", "count(rows_total{job='words'} == 0)");
  }

  /** The one that the property {@code prometheus} names, else the one on the {@code PATH}. */
  private static Path program() {
    String named = System.getProperty("prometheus", "");
    Stream<Path> all = named.isEmpty()
        ? Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(path -> Path.of(path, "prometheus"))
        : Stream.of(Path.of(named));
    Path program = all.filter(Files::isExecutable).findFirst().orElse(null);
    assertTrue(program != null || named.isEmpty(), () -> "-Dprometheus= is no program: " + named);
    if (program == null) {
      System.out.println("PrometheusTest: skipped, as no prometheus is on the PATH, and none given by -Dprometheus=");
    }
    assumeTrue(program != null);
    return program;
  }

  @AfterEach
  void stop() throws Exception {
    instances.forEach(instance -> instance.server.stop());
    if (prometheus != null) {
      prometheus.destroyForcibly().waitFor(); // else it may still write to the folder that the test deletes
    }
  }

  @Test
  @DisplayName("The sums are exact; after a restart sum() falls, and increase() goes on")
  void sums() throws Exception {
    int[] rows = {10, 200, 3_000};
    for (int i = 0; i < rows.length; i++) {
      instances.get(i).count(rows[i]);
    }
    await("6420", "sum(last_over_time(rows_total{job='words'}[5m]))");
    await("3", "sum(last_over_time(open{job='words'}[5m]))");

    Instance dies = instances.get(0);
    dies.server.stop();
    await("0", "up{instance=" + target(dies) + "}");
    await("6400", "sum(rows_total{job='words'})");
    await("6420", "sum(last_over_time(rows_total{job='words'}[5m]))");

    Instance successor = new Instance(dies.server.getPort());
    instances.set(0, successor);
    await("0", "rows_total{instance=" + target(successor) + "}");
    successor.count(7);
    await("6414", "sum(rows_total{job='words'})");
    await("34", "round(increase(rows_total{instance=" + target(successor) + "}[1h]))"); // an estimate
    await("3", "sum(last_over_time(open{job='words'}[5m]))");
  }

  private static String target(Instance instance) {
    return "'127.0.0.1:" + instance.server.getPort() + "'";
  }

  private void await(String expected, String query) throws Exception {
    String value = value(query);
    for (int i = 0; i < 600 && !value.equals(expected); i++) {
      Thread.sleep(50);
      value = value(query);
    }
    assertEquals(expected, value, query);
  }

  private String value(String query) throws Exception {
    URI uri = URI.create("http://" + address.join() + "/api/v1/query?query="
        + URLEncoder.encode(query, StandardCharsets.UTF_8));
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return VALUE.matcher(response.body()).results().map(one -> one.group(1)).collect(Collectors.joining(" "));
  }
}
