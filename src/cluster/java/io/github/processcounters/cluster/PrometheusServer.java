package io.github.processcounters.cluster;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Prometheus server on loopback, on a port of its choice, for as long as a test needs it. */
final class PrometheusServer implements AutoCloseable {

  /** A sample as it was scraped: its time in seconds, as Prometheus writes it, and its value. */
  record Sample(String time, long value) {
  }

  private static final Pattern LISTENS = Pattern.compile("msg=\"Listening on\" address=(\\S+)");
  private static final String READY = "Server is ready to receive web requests";
  private static final Pattern SERIES = Pattern.compile("\\{\"metric\":\\{(?:\"__name__\":\"(\\w+)\")?[^}]*},(.*?)}");
  private static final Pattern SAMPLE = Pattern.compile("\\[([0-9.]+),\"([^\"]+)\"]");

  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<String> address = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Process process;

  private PrometheusServer(Path program, Path folder, List<Integer> ports) throws Exception {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, """
        global:
          scrape_interval: 200ms
          scrape_timeout: 200ms
        scrape_configs:
          - job_name: words
            static_configs:
              - targets: [%s]
        """.formatted(ports.stream().map(port -> "'127.0.0.1:" + port + "'").collect(joining(", "))));
    process = new ProcessBuilder(program.toString(), "--config.file=" + config, "--storage.tsdb.path=" + folder,
        "--web.listen-address=127.0.0.1:0").redirectErrorStream(true).start();
    new Thread(this::readLog, "log of Prometheus").start();
  }

  /** The program that the property {@code prometheus} names, else one on the {@code PATH}, if there is one. */
  static Optional<Path> program() {
    String named = System.getProperty("prometheus", "");
    if (!named.isEmpty()) {
      assertTrue(Files.isExecutable(Path.of(named)), () -> "-Dprometheus= is no program: " + named);
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable).findFirst();
  }

  static PrometheusServer start(Path program, Path folder, List<Integer> ports) throws Exception {
    PrometheusServer server = new PrometheusServer(program, folder, ports);
    try {
      server.ready.get(Child.LIMIT.toSeconds(), TimeUnit.SECONDS);
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  private void readLog() {
    StringBuilder log = new StringBuilder();
    process.inputReader().lines().forEach(line -> {
      log.append(line).append('\n');
      Matcher matcher = LISTENS.matcher(line);
      if (matcher.find()) {
        address.complete(matcher.group(1));
      }
      if (line.contains(READY)) {
        ready.complete(null);
      }
    });
    ready.completeExceptionally(new IOException(log.toString()));
  }

  /** The values of a query now, by the name of the metric, or by "" if the result has none. */
  Map<String, Long> values(String query) throws Exception {
    Map<String, Long> values = new HashMap<>();
    series(query, "").forEach((name, samples) -> values.put(name, samples.get(0).value));
    return values;
  }

  /** The one value of a query now, if it has any. */
  Optional<Long> value(String query) throws Exception {
    return values(query).values().stream().findFirst();
  }

  /** The one value of a query at a time. */
  long valueAt(String query, String time) throws Exception {
    return series(query, "&time=" + time).values().iterator().next().get(0).value;
  }

  /** The samples of one series, as they were scraped in the last hour. */
  List<Sample> samples(String selector) throws Exception {
    return series(selector + "[1h]", "").values().iterator().next();
  }

  private Map<String, List<Sample>> series(String query, String more) throws Exception {
    URI uri = URI.create("http://" + address.join() + "/api/v1/query?query="
        + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response.body());
    Map<String, List<Sample>> series = new HashMap<>();
    Matcher one = SERIES.matcher(response.body());
    while (one.find()) {
      List<Sample> samples = new ArrayList<>();
      Matcher sample = SAMPLE.matcher(one.group(2));
      while (sample.find()) {
        samples.add(new Sample(sample.group(1), new BigDecimal(sample.group(2)).longValueExact()));
      }
      String name = one.group(1) == null ? "" : one.group(1);
      assertTrue(series.put(name, samples) == null, () -> "several series of one name: " + response.body());
    }
    return series;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor(); // else it may still write to the folder that the test deletes
  }
}
