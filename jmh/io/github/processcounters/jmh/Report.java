package io.github.processcounters.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of all figures of one JDK: a row for each way to use ours in each scenario, with the peers beside it. */
final class Report {

  private Report() {}

  /** A report for each JDK, and a chart, of the newest. */
  static void write(List<Results> all, Path folder) throws IOException {
    for (Results results : all) {
      Files.write(folder.resolve(String.valueOf(results.jdk())).resolve("report.md"), report(results));
    }
    Files.writeString(folder.resolve("threads.svg"), Charts.threads(all.get(0)));
  }

  private static List<String> report(Results results) {
    List<String> lines = new ArrayList<>(List.of(
        "# JDK " + results.jdk(),
        "",
        results.measured() + ".",
        "",
        "In ns, for an operation of a thread: the median, and in brackets the lowest and the highest median of a JVM. "
            + "Where there are more threads than CPUs, the time that they wait for one is in it.",
        baseline(results) + ", and that is in all times. The rows of `bytes` are in bytes.",
        "",
        row(Stream.concat(Stream.of("", "threads"), Stream.of(Peer.values()).map(peer -> peer.title))),
        row(Stream.concat(Stream.of("---", "---:"), Stream.of(Peer.values()).map(peer -> "---")))));
    results.rows().stream()
        .collect(Collectors.groupingBy(Results.Row::group, LinkedHashMap::new, Collectors.toList()))
        .values().forEach(group -> lines.add(row(group)));
    return lines;
  }

  static String baseline(Results results) {
    return "An atomic add took " + format(results.get("Baseline", "", 1, "atomicLong")) + " ns, and an empty benchmark "
        + format(results.get("Baseline", "", 1, "nothing")) + " ns";
  }

  private static String row(List<Results.Row> group) {
    Results.Row first = group.get(0);
    Stream<String> what = Stream.of(
        words(first.scenario()) + (first.variant().isEmpty() ? "" : ": " + first.variant()),
        first.threads() == 0 ? "" : String.valueOf(first.threads()));
    return row(Stream.concat(what, Stream.of(Peer.values()).map(peer -> cell(group, peer))));
  }

  /** Of ours, all ways to use it. */
  private static String cell(List<Results.Row> group, Peer peer) {
    return group.stream()
        .filter(row -> Peer.of(row.counter()) == peer)
        .map(row -> cell(row) + (peer == Peer.OURS ? " " + words(row.counter()) : ""))
        .collect(Collectors.joining("<br>"));
  }

  private static String cell(Results.Row row) {
    String spread = row.low() == row.high() ? "" : " (" + format(row.low()) + "–" + format(row.high()) + ")";
    return format(row.median()) + spread;
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** Three digits, but no exponent; nothing for what was not measured. */
  static String format(double value) {
    String format = value >= 100 || value == Math.rint(value) ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  /** Of {@code throughAttachment}: through attachment. */
  static String words(String name) {
    return name.replaceAll("\\.?([A-Z])", " $1").strip().toLowerCase(Locale.ROOT);
  }
}
