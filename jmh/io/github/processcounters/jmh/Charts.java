package io.github.processcounters.jmh;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Two charts, as wide as a README is shown, with logarithmic axes. */
final class Charts {

  private static final int WIDTH = 860;
  private static final int TOP = 70;
  private static final int FONT = 14;
  private static final double[] MARKS = {0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000};

  private final StringBuilder svg = new StringBuilder();
  private double lowest;
  private double highest;

  private Charts() {}

  /** A dot for each counter in each row of the headlines. */
  static String times(Results results) {
    return new Charts().dots(results, Headline.TIMES);
  }

  private String dots(Results results, List<Headline> rows) {
    int left = 310;
    int step = 44;
    int bottom = TOP + rows.size() * step;
    List<Peer> peers = List.of(Peer.OURS, Peer.LONG_ADDER, Peer.ATOMIC_LONG, Peer.LONG_ARRAY);
    scale(rows.stream().flatMapToDouble(row -> peers.stream().mapToDouble(peer -> row.of(results, peer))));
    begin("Time of an operation in ns, JDK " + results.jdk(), bottom + 40);
    for (double mark : marks()) {
      double x = left + share(mark) * (WIDTH - left - 30);
      line(x, TOP - 10, x, bottom, "#dddddd", "");
      text(x, bottom + 20, "middle", "black", Report.format(mark));
    }
    for (int i = 0; i < peers.size(); i++) {
      double x = left + i * 145;
      dot(x, TOP - 30, peers.get(i).colour);
      text(x + 10, TOP - 25, "start", peers.get(i).colour, peers.get(i).title.replace("`", ""));
    }
    for (int i = 0; i < rows.size(); i++) {
      double y = TOP + (i + 0.5) * step;
      text(left - 15, y + 5, "end", "black", rows.get(i).title());
      for (int p = 0; p < peers.size(); p++) {
        double time = rows.get(i).of(results, peers.get(p));
        if (!Double.isNaN(time)) {
          // A little below each other: two that take the same time are both seen.
          dot(left + share(time) * (WIDTH - left - 30), y + (p - 1.5) * 7, peers.get(p).colour);
        }
      }
    }
    return end();
  }

  private record Series(String title, String counter, String colour, String dashes) {}

  /** A line for each counter, and for each way to use ours. */
  static String threads(Results results) {
    return new Charts().lines(results, List.of(
        new Series("through attachments", "throughAttachment", Peer.OURS.colour, ""),
        new Series("attached", "attached", Peer.OURS.colour, "8 3"),
        new Series("unattached", "unattached", Peer.OURS.colour, "4 4"),
        new Series("never attached", "neverAttached", Peer.OURS.colour, "1 4"),
        new Series("LongAdder", Peer.LONG_ADDER.method, Peer.LONG_ADDER.colour, ""),
        new Series("AtomicLong", Peer.ATOMIC_LONG.method, Peer.ATOMIC_LONG.colour, "")));
  }

  private String lines(Results results, List<Series> all) {
    int[] threads = {1, 2, 4, 8};
    int left = 60;
    int right = WIDTH - 180;
    int bottom = TOP + 340;
    scale(all.stream().flatMapToDouble(series -> DoubleStream.of(times(results, series, threads))));
    begin("An add in one counter that threads share, in ns, JDK " + results.jdk() + "; ours is blue", bottom + 50);
    for (double mark : marks()) {
      double y = bottom - share(mark) * (bottom - TOP);
      line(left, y, right, y, "#dddddd", "");
      text(left - 10, y + 5, "end", "black", Report.format(mark));
    }
    double step = (right - left) / (threads.length - 1.0);
    for (int i = 0; i < threads.length; i++) {
      text(left + i * step, bottom + 25, "middle", "black", threads[i] == 1 ? "1 thread" : threads[i] + " threads");
    }
    List<Series> byEnd = all.stream()
        .filter(series -> DoubleStream.of(times(results, series, threads)).noneMatch(Double::isNaN))
        .sorted(Comparator.comparingDouble(series -> -times(results, series, threads)[threads.length - 1]))
        .toList();
    double label = 0;
    for (Series series : byEnd) {
      double[] times = times(results, series, threads);
      double before = Double.NaN;
      for (int i = 0; i < threads.length; i++) {
        double y = bottom - share(times[i]) * (bottom - TOP);
        if (i > 0) {
          line(left + (i - 1) * step, before, left + i * step, y, series.colour, series.dashes);
        }
        dot(left + i * step, y, series.colour);
        before = y;
      }
      label = Math.max(before + 5, label + FONT + 3);
      text(right + 12, label, "start", series.colour, series.title);
    }
    return end();
  }

  private static double[] times(Results results, Series series, int[] threads) {
    double[] times = new double[threads.length];
    for (int i = 0; i < threads.length; i++) {
      times[i] = results.get("SharedAdd", "one counter", threads[i], series.counter);
    }
    return times;
  }

  private void scale(DoubleStream values) {
    double[] measured = values.filter(value -> !Double.isNaN(value)).toArray();
    lowest = DoubleStream.of(measured).min().orElse(1) * 0.9;
    highest = DoubleStream.of(measured).max().orElse(10) * 1.1;
  }

  private double[] marks() {
    return DoubleStream.of(MARKS).filter(mark -> mark >= lowest && mark <= highest).toArray();
  }

  /** Where on the axis the value is, 0 to 1. */
  private double share(double value) {
    return Math.log(value / lowest) / Math.log(highest / lowest);
  }

  private void begin(String title, int height) {
    add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='%d'>", WIDTH,
        height, FONT);
    add("<rect width='100%%' height='100%%' fill='white'/>");
    text(15, 22, "start", "black", title);
  }

  private String end() {
    add("</svg>");
    return svg.toString();
  }

  private void line(double x1, double y1, double x2, double y2, String colour, String dashes) {
    add("<path d='M%.1f %.1fL%.1f %.1f' stroke='%s' stroke-width='1.5' stroke-dasharray='%s'/>", x1, y1, x2, y2, colour,
        dashes);
  }

  private void dot(double x, double y, String colour) {
    add("<circle cx='%.1f' cy='%.1f' r='4.5' fill='%s'/>", x, y, colour);
  }

  private void text(double x, double y, String anchor, String colour, String text) {
    add("<text x='%.1f' y='%.1f' text-anchor='%s' fill='%s'>%s</text>", x, y, anchor, colour, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
