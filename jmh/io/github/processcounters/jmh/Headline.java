package io.github.processcounters.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The few rows that are in the README. */
record Headline(String title, String scenario, String variant, int threads, String ours) {

  private static final List<Headline> TIMES = List.of(
      new Headline("an add by one thread", "OwnerAdd", "alone", 1, "add"),
      new Headline("by 2 threads, through an attachment", "SharedAdd", "one counter", 2, "throughAttachment"),
      new Headline("by 2 threads, neither attached", "SharedAdd", "one counter", 2, "neverAttached"),
      new Headline("attach, 4 adds, close, by one thread", "PoolEvents", "", 1, "attachAddsClose"),
      new Headline("a set is made, counts 40 times, is read", "ShortProcess", "", 1, "neverAttached"),
      new Headline("a read of a single set", "Reads.Single", "", 1, "ownerCounted"));

  private static final List<Headline> BYTES = List.of(
      new Headline("4 counters, one thread", Bytes.NAME, "4 counters on 64 CPUs / idle", 0, "idle"),
      new Headline("4 counters, 2 threads, 64 CPUs", Bytes.NAME, "4 counters on 64 CPUs / at once", 2, "attached"));

  private static final String BEGIN = "<!-- speed: begin -->";
  private static final String END = "<!-- speed: end -->";

  double of(Results results, Peer peer) {
    return results.get(scenario, variant, threads, peer == Peer.OURS ? ours : peer.method);
  }

  static void writeTo(Path readme, List<Results> all) throws IOException {
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(readme + " lacks " + BEGIN + " or " + END);
    }
    Files.writeString(readme, text.substring(0, begin + BEGIN.length()) + "\n" + table(all) + text.substring(end));
  }

  /** Of the newest JDK; the others are a link away. */
  private static String table(List<Results> all) {
    List<Peer> peers = List.of(Peer.OURS, Peer.LONG_ADDER, Peer.ATOMIC_LONG, Peer.LONG_ARRAY);
    StringBuilder table = new StringBuilder("\n| | ")
        .append(peers.stream().map(peer -> peer.title).collect(Collectors.joining(" | ")))
        .append(" |\n| --- |").append(" ---: |".repeat(peers.size())).append('\n');
    TIMES.forEach(headline -> table.append(headline.row(all.get(0), peers, " ns")));
    BYTES.forEach(headline -> table.append(headline.row(all.get(0), peers, " bytes")));
    String reports = all.stream()
        .map(results -> "[JDK " + results.jdk() + "](jmh/results/" + results.jdk() + "/report.md)")
        .collect(Collectors.joining(", "));
    return table + "\n" + all.get(0).measured() + ". " + Report.baseline(all.get(0))
        + ", and that is in all times. All figures, with their spread: " + reports + ".\n";
  }

  private String row(Results results, List<Peer> peers, String unit) {
    return peers.stream()
        .map(peer -> Report.format(of(results, peer)))
        .map(figure -> figure.isEmpty() ? "" : figure + unit)
        .collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
  }
}
