package io.github.processcounters.jmh;

import io.github.processcounters.jmh.report.Environment;
import io.github.processcounters.jmh.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.RunResult;

/**
 * Measures, and writes down what it found, with the system properties
 * <ul>
 * <li>{@code quick}: in five minutes, not half an hour;
 * <li>{@code scenario}: only those whose names match this regular expression;
 * <li>{@code report}: nothing is measured, all is written anew from the results in jmh/results, or in the given folder.
 * </ul>
 * Only a full run goes to jmh/results and into the README, any other below target. With arguments, it is JMH as it is.
 */
final class Benchmarks {

  private static final String ALL = ".*";

  private final Path project = Path.of(System.getProperty("project"));
  private final Path published = project.resolve("jmh").resolve("results");
  private final Path other = project.resolve("target").resolve("jmh").resolve("results");

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      Main.main(args);
      return;
    }
    String report = System.getProperty("report");
    String scenario = System.getProperty("scenario");
    if (!report.isEmpty()) {
      new Benchmarks().report(report);
    } else if (!new Benchmarks().run(scenario.isEmpty() ? ALL : scenario, !System.getProperty("quick").isEmpty())) {
      System.exit(1);
    }
  }

  private void report(String folder) throws IOException {
    if (folder.equals("true")) { // what Maven makes of -Dreport
      publish();
    } else {
      new Report(project.resolve(folder)).write();
    }
  }

  private void publish() throws IOException {
    Report report = new Report(published);
    report.write();
    report.writeTo(project.resolve("README.md"));
  }

  private boolean run(String scenario, boolean quick) throws Exception {
    Collection<Plan> plans = Plan.of(scenario, quick);
    int planned = plans.stream().mapToInt(Plan::runs).sum();
    double seconds = plans.stream().mapToDouble(Plan::seconds).sum();
    if (planned == 0) {
      throw new IllegalArgumentException("No scenario matches " + scenario);
    }
    System.out.printf("%d scenarios, %d benchmarks, %.1f minutes planned%n", plans.size(), planned, seconds / 60);
    List<RunResult> times = new ArrayList<>();
    for (Plan plan : plans) {
      times.addAll(plan.run());
    }
    boolean all = times.size() == planned;
    boolean publish = all && !quick && scenario.equals(ALL);
    Report report = new Report(publish ? published : other);
    report.save(environment(times), times, MemoryUse.measure());
    if (publish) {
      publish();
    } else {
      report.write();
    }
    if (!all) {
      System.out.printf("Of %d benchmarks, %d failed; see above.%n", planned, planned - times.size());
    }
    return all;
  }

  private static Environment environment(List<RunResult> times) throws IOException {
    if (times.isEmpty()) {
      throw new IllegalStateException("All benchmarks failed; see above");
    }
    BenchmarkParams params = times.get(0).getParams();
    return Environment.current(
        List.copyOf(params.getJvmArgs()),
        params.getForks() + " forks, each with " + iterations(params.getWarmup()) + " to warm up and "
            + iterations(params.getMeasurement()) + " measured");
  }

  private static String iterations(IterationParams iterations) {
    return iterations.getCount() + " x " + iterations.getTime();
  }
}
