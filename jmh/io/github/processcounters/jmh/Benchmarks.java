package io.github.processcounters.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures, and writes down what it found, with the system properties
 * <ul>
 * <li>{@code quick}: in five minutes, not half an hour;
 * <li>{@code scenario}: only those in whose names this regular expression is found;
 * <li>{@code report}: nothing is measured, all is written anew from the results in jmh/results, or in the given folder.
 * </ul>
 * Only a full run goes to jmh/results and into the README, any other below target. With arguments, it is JMH as it is.
 */
final class Benchmarks {

  private static final Path PROJECT = Path.of(System.getProperty("project"));
  private static final Path PUBLISHED = PROJECT.resolve("jmh").resolve("results");
  private static final Path UNPUBLISHED = PROJECT.resolve("target").resolve("jmh").resolve("results");
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private final String scenario = System.getProperty("scenario");
  private final boolean quick = !System.getProperty("quick").isEmpty();
  private final List<String> failed = new ArrayList<>();

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    String report = System.getProperty("report");
    if (args.length > 0) {
      Main.main(args);
    } else if (report.isEmpty()) {
      new Benchmarks().run();
    } else {
      report(report.equals("true") ? PUBLISHED : Path.of(report)); // true is what Maven makes of -Dreport
    }
  }

  private static void report(Path folder) throws IOException {
    List<Results> all = Results.readAll(folder);
    Report.write(all, folder);
    if (folder.equals(PUBLISHED)) {
      Headline.writeTo(PROJECT.resolve("README.md"), all);
    }
    System.out.println("Written: " + folder);
  }

  private void run() throws IOException, InterruptedException {
    List<Results.Row> rows = new ArrayList<>();
    for (Plan plan : Plan.ALL) {
      if (plan.scenario() == Baseline.class || isWanted(plan.name())) {
        rows.addAll(run(plan));
      }
    }
    if (isWanted(Bytes.NAME)) {
      rows.addAll(Bytes.measure());
    }
    Path folder = quick || !scenario.isEmpty() || !failed.isEmpty() ? UNPUBLISHED : PUBLISHED;
    new Results(Runtime.version().feature(), measured(), rows).writeTo(folder);
    report(folder);
    if (!failed.isEmpty()) {
      System.out.println("Failed, see above: " + String.join(", ", failed));
      System.exit(1);
    }
  }

  private boolean isWanted(String name) {
    return Pattern.compile(scenario).matcher(name).find();
  }

  /** The others are still worth their time. */
  private List<Results.Row> run(Plan plan) {
    try {
      return plan.run(quick);
    } catch (RunnerException e) {
      e.printStackTrace();
      failed.add(plan.name());
      return List.of();
    }
  }

  private String measured() throws IOException {
    return "Measured on " + LocalDate.now() + " on " + processor() + " with "
        + Runtime.getRuntime().availableProcessors() + " CPUs, " + System.getProperty("os.name") + " "
        + System.getProperty("os.version") + ", " + System.getProperty("java.vm.name") + " "
        + System.getProperty("java.vm.version") + " (" + System.getProperty("java.vm.vendor") + ")"
        + (quick ? ", each benchmark in one JVM only" : "");
  }

  /** Java does not tell; Linux does. */
  private static String processor() throws IOException {
    if (Files.isReadable(CPUINFO)) {
      for (String line : Files.readAllLines(CPUINFO)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
