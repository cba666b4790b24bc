package io.github.processcounters.jmh.report;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** One entry of JMH's JSON; the names are JMH's. */
record JmhResult(
    String benchmark, int threads, Map<String, String> params, Metric primaryMetric,
    Map<String, Metric> secondaryMetrics) {

  private static final String IMPLEMENTATION = "counters";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  record Metric(double score, double[][] rawData) {}

  String scenario() {
    String type = benchmark.substring(0, benchmark.lastIndexOf('.'));
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Where it is no parameter, each implementation has a method, named after it. */
  String implementation() {
    String method = method();
    return isParameter()
        ? params.get(IMPLEMENTATION)
        : method.substring(0, 1).toUpperCase() + method.substring(1);
  }

  /** What is varied, but for the implementation; the role is that of a thread, where threads do different things. */
  String variant(String role) {
    StringJoiner variant = new StringJoiner(", ");
    if (!role.isEmpty()) {
      variant.add(role);
    } else if (isParameter()) {
      variant.add(method().replaceAll("\\d+$", ""));
    }
    if (params != null) {
      new TreeMap<>(params).forEach((name, value) -> {
        if (!name.equals(IMPLEMENTATION)) {
          variant.add(name + "=" + value);
        }
      });
    }
    if (method().matches(".*\\d")) {
      variant.add(Results.threads(threads));
    }
    return variant.toString();
  }

  /** By the role of the threads; all have the one that has no name, if they have no different ones. */
  Map<String, Measure> measures() {
    double allocated = 0;
    Map<String, Measure> measures = new TreeMap<>();
    for (Map.Entry<String, Metric> metric : secondaryMetrics.entrySet()) {
      if (metric.getKey().endsWith(ALLOCATED)) {
        allocated = metric.getValue().score();
      }
    }
    for (Map.Entry<String, Metric> metric : secondaryMetrics.entrySet()) {
      if (!metric.getKey().contains("gc.")) {
        measures.put(metric.getKey(), Measure.of(metric.getValue().rawData(), allocated));
      }
    }
    return measures.isEmpty() ? Map.of("", Measure.of(primaryMetric.rawData(), allocated)) : measures;
  }

  private boolean isParameter() {
    return params != null && params.containsKey(IMPLEMENTATION);
  }

  private String method() {
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }
}
