package io.github.processcounters.jmh.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The results of one JDK in Markdown. */
final class Tables {

  private static final Set<String> ADDS_AND_READS = Set.of(
      "OwnerAdd", "SharedAdd", "CollidingIds", "RemoteAdd", "Sum", "Sums", "SumSingle", "SumUnderFire", "Level");

  private final StringBuilder text = new StringBuilder();

  private Tables() {}

  static String of(Results results) {
    Tables tables = new Tables();
    tables.environment(results.environment);
    tables.targets(Target.of(results));
    tables.betterPeers(BetterPeer.in(results));
    tables.times(results);
    tables.garbage(results);
    tables.memory(results);
    return tables.text.toString();
  }

  private void environment(Environment e) {
    line("# JDK " + e.jdk());
    line("");
    line("Measured on " + e.date() + " with " + e.jvm() + " (" + e.vendor() + "), " + e.system() + ", " + e.processor()
        + ", " + e.cores() + " cores.");
    line("Flags: `" + String.join(" ", e.flags()) + "`. " + e.settings() + ".");
    line("");
    line("![Time](time.svg)");
    line("![Threads](threads.svg)");
    line("![Bytes](bytes.svg)");
  }

  private void targets(List<Target> targets) {
    title("Targets", "Both sides of a ratio are medians over all iterations of all forks, in one run. Where a row "
        + "covers several variants, the worst counts.");
    header("scenario", "against", "asked", "measured", "");
    for (Target t : targets) {
      row(t.scenario(), t.against(), t.asked(), t.figure(), t.verdict());
    }
  }

  private void betterPeers(List<BetterPeer> peers) {
    title("Where a peer is better", "By 5 % at least; only the best thread-safe peer is named. AgronaRelease is "
        + "for one writer only.");
    header("scenario", "variant", "ours", "ns", "best peer", "ns", "times better", "way out");
    for (BetterPeer p : peers) {
      row(p.row().scenario(), p.row().variant(), p.ours(), Target.format(p.time()), p.peer(),
          Target.format(p.peerTime()), Target.format(p.factor()), p.wayOut());
    }
  }

  private void times(Results results) {
    Map<String, List<Results.Row>> scenarios = new LinkedHashMap<>();
    for (Results.Row row : results.rows.keySet()) {
      scenarios.computeIfAbsent(row.scenario(), s -> new ArrayList<>()).add(row);
    }
    title("Times", "In ns an operation: the median, the lowest and the highest median of a fork, and how many times "
        + "the best of ours in that row is faster.");
    scenarios.forEach((scenario, rows) -> {
      line("");
      line("### " + scenario);
      line("");
      header("variant", "implementation", "ns", "of forks", "against ours", "bytes allocated");
      for (Results.Row row : rows) {
        times(row, results.rows.get(row));
      }
    });
  }

  private void times(Results.Row row, Map<String, Measure> measures) {
    double ours = measures.entrySet().stream()
        .filter(measure -> Results.isOurs(measure.getKey()))
        .mapToDouble(measure -> measure.getValue().median()).min().orElse(Double.NaN);
    measures.forEach((implementation, m) ->
        row(row.variant(), implementation, Target.format(m.median()),
            Target.format(m.low()) + " to " + Target.format(m.high()),
            Double.isNaN(ours) ? "" : Target.format(m.median() / ours),
            m.allocates() ? Target.format(m.allocated()) : "0"));
  }

  private void garbage(Results results) {
    title("Garbage", "Every add and every read of ours that allocates, once what it uses exists; none should.");
    header("scenario", "variant", "implementation", "bytes");
    results.rows.forEach((row, measures) -> {
      if (ADDS_AND_READS.contains(row.scenario())) {
        measures.forEach((implementation, measure) -> {
          boolean ours = Results.isOurs(implementation) || row.scenario().equals("SumSingle");
          if (ours && measure.allocates()) {
            row(row.scenario(), row.variant(), implementation, Target.format(measure.allocated()));
          }
        });
      }
    });
  }

  private void memory(Results results) {
    Set<String> implementations = new LinkedHashSet<>();
    Map<String, Map<String, Long>> rows = new LinkedHashMap<>();
    for (Footprint f : results.footprints) {
      implementations.add(f.counters());
      rows.computeIfAbsent(f.cpus() + " | " + f.size() + " | " + f.state(), key -> new TreeMap<>())
          .put(f.counters(), f.bytes());
    }
    title("Memory", "In bytes, by JOL: what a user holds and all that it refers to.");
    List<String> columns = new ArrayList<>(List.of("CPUs", "counters", "state"));
    columns.addAll(implementations);
    header(columns.toArray(String[]::new));
    rows.forEach((key, bytes) ->
        row(key, implementations.stream().map(i -> String.valueOf(bytes.get(i))).toArray(String[]::new)));
  }

  private void title(String title, String explanation) {
    line("");
    line("## " + title);
    line("");
    line(explanation);
    line("");
  }

  private void header(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
    line("| " + "--- | ".repeat(cells.length).strip());
  }

  private void row(String first, String... others) {
    line("| " + first + " | " + String.join(" | ", others) + " |");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
