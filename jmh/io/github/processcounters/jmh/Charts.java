package io.github.processcounters.jmh;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The chart of the README: an add by threads, with a logarithmic axis, in colours for a light or a dark page. */
final class Charts {

  private static final int[] THREADS = {1, 2, 4, 8};
  private static final double[] MARKS = {0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500};
  private static final String GREY = "#858585";

  private static final int LEFT = 50;
  private static final int RIGHT = 580;
  private static final int TOP = 50;
  private static final int BOTTOM = 330;

  private record Line(String title, String counter, String colour) {}

  private static final List<Line> LINES = List.of(
      new Line("AtomicLong", Peer.ATOMIC_LONG.method, "#3f9e5a"),
      new Line("ours, never attached", "neverAttached", "#8a7ff0"),
      new Line("LongAdder", Peer.LONG_ADDER.method, "#d9742b"),
      new Line("ours, attached", "throughAttachment", "#3b82d0"));

  private final StringBuilder svg = new StringBuilder();
  private final double[][] times;
  private final double lowest;
  private final double highest;

  private Charts(Results results) {
    times = LINES.stream().map(line -> times(results, line)).toArray(double[][]::new);
    lowest = all().min().orElse(1) * 0.9;
    highest = all().max().orElse(10) * 1.1;
  }

  private static double[] times(Results results, Line line) {
    double[] times = new double[THREADS.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = results.get("SharedAdd", "one counter", THREADS[i], line.counter);
    }
    return times;
  }

  private DoubleStream all() {
    return List.of(times).stream().flatMapToDouble(DoubleStream::of).filter(time -> !Double.isNaN(time));
  }

  static String threads(Results results) {
    return new Charts(results).draw("ns an add, in one counter that threads share, JDK " + results.jdk());
  }

  private String draw(String title) {
    add("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 760 370' font-family='sans-serif' font-size='14'>");
    text(10, 22, "start", GREY, title);
    DoubleStream.of(MARKS).filter(mark -> mark >= lowest && mark <= highest).forEach(mark -> {
      add("<path d='M%d %.1fH%d' stroke='%s' stroke-opacity='0.4'/>", LEFT, y(mark), RIGHT, GREY);
      text(LEFT - 10, y(mark) + 5, "end", GREY, Report.format(mark));
    });
    for (int i = 0; i < THREADS.length; i++) {
      text(x(i), BOTTOM + 25, "middle", GREY, THREADS[i] == 1 ? "1 thread" : THREADS[i] + " threads");
    }
    double label = 0;
    for (int i = 0; i < LINES.size(); i++) {
      if (DoubleStream.of(times[i]).noneMatch(Double::isNaN)) {
        label = Math.max(y(times[i][THREADS.length - 1]) + 5, label + 17); // the slowest line comes first
        line(LINES.get(i), times[i], label);
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void line(Line line, double[] at, double label) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < at.length; i++) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(at[i])));
      add("<circle cx='%.1f' cy='%.1f' r='4' fill='%s'/>", x(i), y(at[i]), line.colour);
    }
    add("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>", points, line.colour);
    text(RIGHT + 12, label, "start", line.colour, line.title);
  }

  private static double x(int index) {
    return LEFT + 30 + index * (RIGHT - LEFT - 30) / (THREADS.length - 1.0);
  }

  private double y(double time) {
    return BOTTOM - Math.log(time / lowest) / Math.log(highest / lowest) * (BOTTOM - TOP);
  }

  private void text(double x, double y, String anchor, String colour, String text) {
    add("<text x='%.1f' y='%.1f' text-anchor='%s' fill='%s'>%s</text>", x, y, anchor, colour, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
