package io.github.processcounters.jmh.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The results of one JDK in three pictures. */
final class Charts {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 500;
  private static final int[] THREADS = {1, 2, 4, 8};

  /** What is shown of the scenarios, and what stands for ours there. */
  private record Bar(String label, String scenario, String variant, String ours) {}

  private static final List<Bar> BARS = List.of(
      new Bar("owner add", "OwnerAdd", "add, reader=none", Results.OURS),
      new Bar("attached add, 2 threads", "SharedAdd", "add, 2 threads", Results.OURS),
      new Bar("unattached add, 2 threads", "SharedAdd", "add, 2 threads", Results.UNATTACHED),
      new Bar("remote add", "SharedAdd", "add, 1 thread", Results.REMOTE),
      new Bar("short process", "ShortProcess", "live, 1 thread", Results.OURS),
      new Bar("sum", "Sum", "sum, counted=1", Results.OURS),
      new Bar("sum, striped for 2", "Sum", "sum, counted=2", Results.OURS),
      new Bar("64 sums, striped for 2", "Sums", "sums, counted=2, size=64", Results.OURS),
      new Bar("1 000 000 sets", "ManySets", "sets=1000000", Results.OURS));

  private static final List<String> PEERS = List.of(
      "LongAdder", "AtomicLong", "AtomicLongArray", "JCTools", "StripedArray", "ThreadLocalArray", "Synchronized");

  private Charts() {}

  static void write(Results results, Path folder) throws IOException {
    write(times(results), folder.resolve("time.svg"));
    write(threads(results), folder.resolve("threads.svg"));
    write(bytes(results), folder.resolve("bytes.svg"));
  }

  /** Letters are drawn as outlines, in so many digits that the files would be twice as long. */
  private static void write(IChart chart, Path file) throws IOException {
    String svg = new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
    Files.writeString(file, svg.replaceAll("(\\.\\d)\\d+", "$1"));
  }

  private static CategoryChart times(Results results) {
    CategoryChart chart = bars("Time of an operation, JDK " + results.environment.jdk(), "ns", 0.1);
    List<String> labels = BARS.stream().map(Bar::label).toList();
    add(chart, "ProcessCounters", labels,
        BARS.stream().map(b -> results.time(b.scenario, b.variant, b.ours)).toList());
    for (String peer : PEERS) {
      add(chart, peer, labels, BARS.stream().map(b -> results.time(b.scenario, b.variant, peer)).toList());
    }
    return chart;
  }

  private static XYChart threads(Results results) {
    Environment e = results.environment;
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
        .title("An add in a shared set, JDK " + e.jdk() + ", " + e.cores() + " cores")
        .xAxisTitle("threads").yAxisTitle("ns").build();
    style(chart.getStyler());
    Map<String, String> names = new LinkedHashMap<>();
    names.put(Results.OURS, "ProcessCounters, attached");
    names.put(Results.UNATTACHED, "ProcessCounters, not attached");
    PEERS.forEach(peer -> names.put(peer, peer));
    names.forEach((implementation, name) -> {
      List<Integer> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int threads : THREADS) {
        double time = results.time("SharedAdd", "add, " + Results.threads(threads), implementation);
        if (!Double.isNaN(time)) {
          x.add(threads);
          y.add(time);
        }
      }
      if (!x.isEmpty()) {
        chart.addSeries(name, x, y);
      }
    });
    return chart;
  }

  private static CategoryChart bytes(Results results) {
    CategoryChart chart = bars("Memory of 4 and of 64 counters, 64 CPUs", "bytes", 10);
    List<Footprint> ours = results.footprints.stream()
        .filter(f -> f.cpus() == 64 && f.counters().equals(Results.OURS)).toList();
    List<String> labels = ours.stream().map(f -> f.size() + ": " + f.state()).toList();
    for (String name : List.of(Results.OURS, "LongAdder", "AtomicLongArray", "JCTools", "StripedArray")) {
      add(chart, name, labels,
          ours.stream().map(f -> results.bytes(f.cpus(), f.size(), f.state(), name)).toList());
    }
    return chart;
  }

  /** Bars start at the lowest value, as a logarithmic axis has no zero. */
  private static CategoryChart bars(String title, String unit, double lowest) {
    CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title).yAxisTitle(unit).build();
    style(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(0.9).setXAxisLabelRotation(30).setXAxisTickMarkSpacingHint(30)
        .setYAxisMin(lowest);
    return chart;
  }

  /** Bars for what was measured; a series without any would stop the chart. */
  private static void add(CategoryChart chart, String name, List<String> labels, List<Double> values) {
    if (values.stream().anyMatch(value -> !value.isNaN())) {
      chart.addSeries(name, labels, values.stream().map(value -> value.isNaN() ? null : value).toList());
    }
  }

  private static void style(AxesChartStyler styler) {
    styler.setPlotGridLinesStroke(new BasicStroke(0.3f)) // the dashes of the usual ones are a shape each
        .setYAxisLogarithmic(true).setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
  }
}
