package io.github.processcounters.cluster;

import io.github.processcounters.ProcessTotals;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * A JVM that Prometheus scrapes. Arguments: the port, or 0, and the seed. Answers the port, and then each command:
 * {@code go}, {@code stop}, and {@code vanish}, after which it cannot be scraped but has gone on counting. Ends when
 * its standard input does.
 */
final class ScrapedNode {

  private ScrapedNode() {
  }

  public static void main(String[] args) throws Exception {
    ProcessTotals job = new ProcessTotals(Workload.METRICS.size());
    Workload workload = new Workload(job, Long.parseLong(args[1]));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JobMetrics(job, Workload.METRICS).bindTo(registry);

    HTTPServer server = HTTPServer.builder()
        .inetAddress(InetAddress.getLoopbackAddress())
        .port(Integer.parseInt(args[0]))
        .registry(registry.getPrometheusRegistry())
        .buildAndStart();
    System.out.println("= " + server.getPort());

    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      switch (command) {
        case "go" -> {
          workload.start();
          System.out.println("= ");
        }
        case "stop" -> System.out.println("= " + Line.of(workload.stop()));
        case "vanish" -> {
          server.stop();
          long before = job.sum(Workload.ROWS);
          while (job.sum(Workload.ROWS) == before) {
            Thread.onSpinWait();
          }
          System.out.println("= ");
        }
        default -> throw new IllegalArgumentException(command);
      }
    }
    Runtime.getRuntime().halt(0);
  }
}
