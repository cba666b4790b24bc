package io.github.processcounters.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The part of the README that says how fast the library is: written by nobody else, from the results of all JDKs. */
final class Readme {

  private static final String BEGIN = "<!-- speed: begin -->";
  private static final String END = "<!-- speed: end -->";

  private Readme() {}

  static void rewrite(Path readme, Path resultsFolder, List<Results> all) throws IOException {
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(readme + " lacks " + BEGIN + " or " + END);
    }
    String link = readme.getParent().relativize(resultsFolder).toString().replace('\\', '/');
    String before = text.substring(0, begin + BEGIN.length());
    Files.writeString(readme, before + "\n" + speed(link, all) + text.substring(end));
  }

  private static String speed(String link, List<Results> all) {
    StringBuilder text = new StringBuilder();
    ratios(text, all);
    for (Results results : all) {
      Environment e = results.environment;
      String folder = link + "/" + e.jdk();
      text.append("\nJDK ").append(e.jdk()).append(", ").append(e.processor()).append(", ").append(e.cores())
          .append(" cores: [all results](").append(folder).append("/report.md).\n\n");
      for (String chart : List.of("time", "threads", "bytes")) {
        text.append("![").append(chart).append(", JDK ").append(e.jdk()).append("](").append(folder).append('/')
            .append(chart).append(".svg)\n");
      }
    }
    betterPeers(text, all);
    return text.toString();
  }

  private static void ratios(StringBuilder text, List<Results> all) {
    text.append("\n| | against |").append(columns(all, r -> " JDK " + r.environment.jdk() + " |"))
        .append("\n| --- | --- |").append(columns(all, r -> " --- |")).append('\n');
    List<List<Target>> targets = all.stream().map(Target::of).toList();
    for (int i = 0; i < targets.get(0).size(); i++) {
      int row = i;
      Target first = targets.get(0).get(row);
      if (first.isRatio()) {
        text.append("| ").append(first.scenario()).append(" | ").append(first.against()).append(" |")
            .append(columns(targets, t -> " " + t.get(row).figure() + " |")).append('\n');
      }
    }
  }

  private static void betterPeers(StringBuilder text, List<Results> all) {
    text.append("\nWhere another counter is better, and the way out; the worst case of each scenario:\n\n")
        .append("| scenario | ours | JDK | ns | better | ns | way out |\n")
        .append("| --- | --- | --- | --- | --- | --- | --- |\n");
    for (Results results : all) {
      BetterPeer.in(results).stream()
          .collect(Collectors.toMap(
              p -> p.row().scenario() + p.ours(), p -> p, (worst, other) -> worst, LinkedHashMap::new))
          .values()
          .forEach(p -> text.append("| ").append(p.row().scenario()).append(", ").append(p.row().variant())
              .append(" | ").append(p.ours()).append(" | ").append(results.environment.jdk())
              .append(" | ").append(Target.format(p.time())).append(" | ").append(p.peer())
              .append(" | ").append(Target.format(p.peerTime())).append(" | ").append(p.wayOut()).append(" |\n"));
    }
  }

  private static <T> String columns(List<T> all, Function<T, String> cell) {
    return all.stream().map(cell).collect(Collectors.joining());
  }
}
