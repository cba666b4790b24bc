package io.github.processcounters.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The run of one scenario: as it is annotated or, quick, in one short fork and against the main peers only. */
final class Plan {

  /** To start a fork and set it up takes about so long. */
  private static final double STARTING = 0.7;

  private static final int QUICK_FORKS = 1;
  private static final int QUICK_WARMUPS = 1;
  private static final int QUICK_ITERATIONS = 3;
  private static final TimeValue QUICK_TIME = TimeValue.milliseconds(250);
  private static final List<String> QUICK_PEERS = List.of("PlainLong", "AtomicLong", "LongAdder");

  private static final String IMPLEMENTATIONS = "counters";

  private final String scenario;
  private final boolean quick;
  private final List<BenchmarkListEntry> benchmarks = new ArrayList<>();

  private Plan(String scenario, boolean quick) {
    this.scenario = scenario;
    this.quick = quick;
  }

  /** A plan for each scenario whose name matches. */
  static Collection<Plan> of(String names, boolean quick) {
    Map<String, Plan> plans = new TreeMap<>();
    for (BenchmarkListEntry benchmark : BenchmarkList.defaultList().getAll(
        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())) {
      String type = benchmark.getUserClassQName();
      if (type.substring(type.lastIndexOf('.') + 1).matches(names)) {
        plans.computeIfAbsent(type, t -> new Plan(t, quick)).benchmarks.add(benchmark);
      }
    }
    return plans.values();
  }

  int runs() {
    return benchmarks.stream().mapToInt(this::runs).sum();
  }

  double seconds() {
    return benchmarks.stream().mapToDouble(b -> runs(b) * forks(b) * (STARTING + measuring(b))).sum();
  }

  Collection<RunResult> run() throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include("^" + Pattern.quote(scenario) + "\\.")
        .addProfiler(GCProfiler.class)
        .jvmArgs(); // else forks inherit those of this JVM
    if (quick) {
      options.forks(QUICK_FORKS);
      if (!isSingleShot(benchmarks.get(0))) {
        options.warmupIterations(QUICK_WARMUPS).warmupTime(QUICK_TIME)
            .measurementIterations(QUICK_ITERATIONS).measurementTime(QUICK_TIME);
      }
      if (params(benchmarks.get(0)).containsKey(IMPLEMENTATIONS)) {
        options.param(IMPLEMENTATIONS, implementations(benchmarks.get(0)));
      }
    }
    return new Runner(options.build()).run();
  }

  private int runs(BenchmarkListEntry benchmark) {
    int runs = 1;
    for (Map.Entry<String, String[]> param : params(benchmark).entrySet()) {
      runs *= param.getKey().equals(IMPLEMENTATIONS) ? implementations(benchmark).length : param.getValue().length;
    }
    return runs;
  }

  private String[] implementations(BenchmarkListEntry benchmark) {
    return Arrays.stream(params(benchmark).get(IMPLEMENTATIONS))
        .filter(name -> !quick || name.startsWith("ProcessCounters") || QUICK_PEERS.contains(name))
        .toArray(String[]::new);
  }

  private int forks(BenchmarkListEntry benchmark) {
    return quick ? QUICK_FORKS : benchmark.getForks().orElse(0);
  }

  /** In seconds, for one fork. */
  private double measuring(BenchmarkListEntry b) {
    if (isSingleShot(b)) {
      return 0;
    }
    return quick
        ? seconds(QUICK_TIME) * (QUICK_WARMUPS + QUICK_ITERATIONS)
        : b.getWarmupIterations().orElse(0) * seconds(b.getWarmupTime().get())
            + b.getMeasurementIterations().orElse(0) * seconds(b.getMeasurementTime().get());
  }

  private static boolean isSingleShot(BenchmarkListEntry benchmark) {
    return benchmark.getMode() == Mode.SingleShotTime;
  }

  private static Map<String, String[]> params(BenchmarkListEntry benchmark) {
    return benchmark.getParams().orElse(Map.of());
  }

  private static double seconds(TimeValue time) {
    return time.convertTo(TimeUnit.MILLISECONDS) / 1e3;
  }
}
