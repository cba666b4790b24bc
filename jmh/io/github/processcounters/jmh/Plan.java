package io.github.processcounters.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** A scenario, and by how many threads it is run, one number after another; by as many as it says itself, if none. */
record Plan(Class<?> scenario, int... threads) {

  /** In the order of the report. */
  static final List<Plan> ALL = List.of(
      new Plan(Baseline.class),
      new Plan(OwnerAdd.class),
      new Plan(SharedAdd.class, 1, 2, 4, 8),
      new Plan(CollidingIds.class, 8),
      new Plan(ShortProcess.class, 1, 2),
      new Plan(Attaching.class),
      new Plan(PoolEvents.class, 1, 2),
      new Plan(WholeEvents.class, 1, 2, 8),
      new Plan(Reads.Single.class),
      new Plan(Reads.Striped.class),
      new Plan(UnderFire.class),
      new Plan(ShortPart.class, 1, 2),
      new Plan(ManySets.class),
      new Plan(Upgrades.Make.class),
      new Plan(Upgrades.Cold.class),
      new Plan(Upgrades.Mending.class));

  private static final int AS_ANNOTATED = 0;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  String name() {
    return scenario.getName().substring(scenario.getPackageName().length() + 1).replace('$', '.');
  }

  List<Results.Row> run(boolean quick) throws RunnerException {
    List<Results.Row> rows = new ArrayList<>();
    for (int n : threads.length == 0 ? new int[] {AS_ANNOTATED} : threads) {
      ChainedOptionsBuilder options = new OptionsBuilder()
          .include("^" + scenario.getCanonicalName().replace(".", "\\.") + "\\.")
          .addProfiler(GCProfiler.class)
          .shouldFailOnError(true)
          .jvmArgs(); // else forks inherit those of this JVM
      if (n != AS_ANNOTATED) {
        options.threads(n);
      }
      if (quick) {
        options.forks(quickForks());
      }
      for (RunResult run : new Runner(options.build()).run()) {
        rows.addAll(rows(run));
      }
    }
    return rows;
  }

  /** One fork as all others; but of one shot nobody learns anything. */
  private int quickForks() {
    boolean isSingleShot = scenario.getAnnotation(BenchmarkMode.class).value()[0] == Mode.SingleShotTime;
    return isSingleShot ? 3 : 1;
  }

  /** Where threads do different things, there is a row for each, and JMH has it among the secondary results. */
  private List<Results.Row> rows(RunResult run) {
    BenchmarkParams params = run.getParams();
    String counter = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
    double allocated = run.getSecondaryResults().get(ALLOCATED).getScore();
    Stream<String> roles = run.getSecondaryResults().keySet().stream().filter(label -> label.startsWith(counter));
    List<Results.Row> rows = roles
        .map(role -> Results.Row.of(name(), variant(params, role.substring(counter.length())), params.getThreads(),
            counter, forks(run, iteration -> iteration.getSecondaryResults().get(role)), allocated))
        .toList();
    return rows.isEmpty()
        ? List.of(Results.Row.of(name(), variant(params, ""), params.getThreads(),
            counter, forks(run, IterationResult::getPrimaryResult), allocated))
        : rows;
  }

  /** The values of the parameters, and what they are if they are numbers: {@code up / read}, {@code threads = 2}. */
  private static String variant(BenchmarkParams params, String role) {
    List<String> all = new ArrayList<>();
    for (String key : params.getParamsKeys()) {
      String value = params.getParam(key);
      all.add(value.matches("\\d+") ? key + " = " + value : value);
    }
    if (!role.isEmpty()) {
      all.add(Report.words(role));
    }
    return String.join(" / ", all);
  }

  private static double[][] forks(RunResult run, Function<IterationResult, Result<?>> result) {
    return run.getBenchmarkResults().stream()
        .map(fork -> fork.getIterationResults().stream().mapToDouble(i -> result.apply(i).getScore()).toArray())
        .toArray(double[][]::new);
  }
}
