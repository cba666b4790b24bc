package io.github.processcounters.jmh;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All that was measured with one JDK: where and how, in words, and a row for each counter in each scenario. */
record Results(int jdk, String measured, List<Row> rows) {

  private static final String FILE = "results.csv";
  private static final String HEADER = "scenario,variant,threads,counter,median,lowest fork,highest fork,allocated";

  /** In bytes, for each ns that an operation takes: some kB an iteration. */
  private static final double HARNESS_ALLOCATES = 1e-4;

  /**
   * The median over all iterations of all forks, in ns an operation, the lowest and the highest median of a fork, and
   * the bytes allocated by an operation; of the scenario Bytes, bytes.
   */
  record Row(
      String scenario, String variant, int threads, String counter, double median, double low, double high,
      double allocated) {

    static Row of(String scenario, String variant, int threads, String counter, double[][] forks, double allocated) {
      double[] medians = Stream.of(forks).mapToDouble(Results::median).toArray();
      double all = Results.median(Stream.of(forks).flatMapToDouble(Arrays::stream).toArray());
      return new Row(scenario, variant, threads, counter, all,
          Arrays.stream(medians).min().orElseThrow(), Arrays.stream(medians).max().orElseThrow(),
          allocated < Math.max(0.01, all * HARNESS_ALLOCATES) ? 0 : allocated);
    }

    static Row exact(String scenario, String variant, int threads, String counter, double value) {
      return new Row(scenario, variant, threads, counter, value, value, value, 0);
    }

    static Row ofCsv(String line) {
      String[] cells = line.split(",");
      return new Row(cells[0], cells[1], Integer.parseInt(cells[2]), cells[3], Double.parseDouble(cells[4]),
          Double.parseDouble(cells[5]), Double.parseDouble(cells[6]), Double.parseDouble(cells[7]));
    }

    String toCsv() {
      return String.join(",", scenario, variant, String.valueOf(threads), counter, plain(median), plain(low),
          plain(high), plain(allocated));
    }

    /** Four digits, but bytes as they are. */
    private static String plain(double value) {
      return value == Math.rint(value)
          ? String.valueOf((long) value)
          : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    /** Of the same scenario, variant and number of threads: what is to be compared. */
    String group() {
      return String.join(",", scenario, variant, String.valueOf(threads));
    }
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** NaN if it was not measured. */
  double get(String scenario, String variant, int threads, String counter) {
    String group = Row.exact(scenario, variant, threads, counter, 0).group();
    return rows.stream()
        .filter(row -> row.group().equals(group) && row.counter.equals(counter))
        .mapToDouble(Row::median).findFirst().orElse(Double.NaN);
  }

  void writeTo(Path folder) throws IOException {
    List<String> lines = new ArrayList<>(List.of("# " + measured, HEADER));
    rows.forEach(row -> lines.add(row.toCsv()));
    Files.write(Files.createDirectories(folder.resolve(String.valueOf(jdk))).resolve(FILE), lines);
  }

  /** Those of all JDKs, the newest first; each has a folder that is named after its number. */
  static List<Results> readAll(Path folder) throws IOException {
    List<Results> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path jdk : (Iterable<Path>) folders.filter(f -> Files.exists(f.resolve(FILE)))::iterator) {
        List<String> lines = Files.readAllLines(jdk.resolve(FILE));
        all.add(new Results(Integer.parseInt(jdk.getFileName().toString()), lines.get(0).substring(2),
            lines.stream().skip(2).map(Row::ofCsv).toList()));
      }
    }
    all.sort((one, other) -> other.jdk - one.jdk);
    return all;
  }
}
