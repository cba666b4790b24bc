package io.github.processcounters.jmh.report;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All that was measured on one JDK: a row for each variant of a scenario, with a measure for each implementation. */
final class Results {

  static final String OURS = "ProcessCounters";
  static final String UNATTACHED = "ProcessCountersUnattached";
  static final String REMOTE = "ProcessCountersRemote";

  /** Implementations that cannot be had by threads that share counters. */
  private static final String NOT_THREAD_SAFE = "PlainLong";

  record Row(String scenario, String variant) {}

  final Environment environment;
  final List<Footprint> footprints;
  final Map<Row, Map<String, Measure>> rows = new LinkedHashMap<>();

  private Results(Environment environment, List<Footprint> footprints, JmhResult[] results) {
    this.environment = environment;
    this.footprints = footprints;
    for (JmhResult result : results) {
      result.measures().forEach((role, measure) ->
          rows.computeIfAbsent(new Row(result.scenario(), result.variant(role)), row -> new LinkedHashMap<>())
              .put(result.implementation(), measure));
    }
  }

  static Results read(Path folder) throws IOException {
    try (Reader environment = Files.newBufferedReader(folder.resolve(Report.ENVIRONMENT));
        Reader memory = Files.newBufferedReader(folder.resolve(Report.MEMORY));
        Reader times = Files.newBufferedReader(folder.resolve(Report.TIMES))) {
      return new Results(
          new Gson().fromJson(environment, Environment.class),
          Footprint.fromJson(memory),
          new Gson().fromJson(times, JmhResult[].class));
    }
  }

  static String threads(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  static boolean isOurs(String implementation) {
    return implementation.startsWith(OURS);
  }

  static boolean isThreadSafePeer(String implementation) {
    return !isOurs(implementation) && !implementation.equals(NOT_THREAD_SAFE);
  }

  /** In ns; NaN if it was not measured. */
  double time(String scenario, String variant, String implementation) {
    return get(scenario, variant, implementation, Measure::median);
  }

  double get(String scenario, String variant, String implementation, ToDoubleFunction<Measure> figure) {
    Measure measure = rows.getOrDefault(new Row(scenario, variant), Map.of()).get(implementation);
    return measure == null ? Double.NaN : figure.applyAsDouble(measure);
  }

  /** How many times faster ours is: the peer's time by ours. */
  double speedup(String scenario, String variant, String peer, String ours) {
    return time(scenario, variant, peer) / time(scenario, variant, ours);
  }

  /** In bytes; NaN if it was not measured. */
  double bytes(int cpus, int size, String state, String implementation) {
    return footprints.stream()
        .filter(f -> f.cpus() == cpus && f.size() == size && f.state().equals(state))
        .filter(f -> f.counters().equals(implementation))
        .mapToDouble(Footprint::bytes).findAny().orElse(Double.NaN);
  }
}
