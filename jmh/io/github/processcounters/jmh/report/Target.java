package io.github.processcounters.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What the library has set itself to reach, and how far it got. All of them together are what is asked of it. */
record Target(String scenario, String against, String asked, double value, String unit, boolean met) {

  private static final int[] THREADS = {1, 2, 4, 8};
  private static final int[] SHARERS = {2, 4, 8};
  private static final String LONG_ADDER = "LongAdder";
  private static final String LIVE = "`LongAdder`, as many live cells";

  static List<Target> of(Results r) {
    int cores = r.environment.cores();
    List<Target> all = new ArrayList<>();
    all.add(faster("owner `add`", "`LongAdder`", 5,
        r.speedup("OwnerAdd", "add, reader=none", LONG_ADDER, Results.OURS)));
    all.add(slower("owner `add`", "`long[]`", 1.5,
        1 / r.speedup("OwnerAdd", "add, reader=none", "PlainLong", Results.OURS)));
    all.add(faster("attached `add`, threads <= cores", "`LongAdder`", 3.2,
        least(IntStream.of(THREADS).filter(n -> n <= cores), n -> shared(r, n, Results.OURS))));
    all.add(faster("attached `add`, 2 and 4 times more threads than cores", "`LongAdder`", 2.5,
        least(IntStream.of(2 * cores, 4 * cores), n -> shared(r, n, Results.OURS))));
    all.add(faster("unattached `add`, any number of threads", "`LongAdder`", 1,
        least(IntStream.of(THREADS), n -> shared(r, n, Results.UNATTACHED))));
    all.add(slower("remote `add`, alone", "`LongAdder`", 2, 1 / shared(r, 1, Results.REMOTE)));
    all.add(faster("life of a short process", "`LongAdder[4]`", 3,
        least(IntStream.of(1, 2, 4), n ->
            r.speedup("ShortProcess", "live, " + Results.threads(n), LONG_ADDER, Results.OURS))));
    all.add(atMost("`attach` + `detach`, single", "", 25, "ns", r.time("AttachDetach", "mode=single", Results.OURS)));
    all.add(atMost("`attach` + `detach`, single: garbage", "", 0, "bytes",
        Math.rint(r.get("AttachDetach", "mode=single", Results.OURS, Measure::allocated))));
    all.add(slower("`sum`, single", "`LongAdder` without cells", 2,
        1 / r.speedup("Sum", "sum, counted=1", LONG_ADDER, Results.OURS)));
    all.add(atMost("`sum` by the owner itself", "", 10, "ns", r.time("SumSingle", "", "ByOwner")));
    all.add(slower("`sum`, striped", LIVE, 4,
        1 / least(IntStream.of(SHARERS), n -> r.speedup("Sum", "sum, counted=" + n, LONG_ADDER, Results.OURS))));
    all.add(slower("`sums` of 64 counters, striped", LIVE, 1,
        1 / least(IntStream.of(2, 8), n ->
            r.speedup("Sums", "sums, counted=" + n + ", size=64", LONG_ADDER, Results.OURS))));
    all.add(atMost("4 idle counters", "", 80, "bytes", r.bytes(cpus(r), 4, Footprint.IDLE, Results.OURS)));
    all.add(larger("4 counters striped for 2 threads, 64 CPUs", LIVE, 1, size(r, 4, 2)));
    all.add(larger("64 counters striped for 8 threads, 64 CPUs", LIVE, 0.25, size(r, 64, 8)));
    all.add(faster("1 000 000 sets, random update", "`LongAdder[4]` each", 2,
        r.speedup("ManySets", "sets=1000000", LONG_ADDER, Results.OURS)));
    all.add(faster("owner `add`, scraped every 100 ms", "`LongAdder`, scraped as well", 1,
        r.speedup("ScrapedAdd", "add, scraped=every 100 ms", LONG_ADDER, Results.OURS)));
    all.add(faster("owner `add`, scraped every 100 ms", "Micrometer's own counter", 1,
        r.speedup("ScrapedAdd", "add, scraped=every 100 ms", "Micrometer", Results.OURS)));
    all.add(faster("owner `add`, published every 100 ms", "Hazelcast's `PNCounter`, without a network", 1,
        r.speedup("PublishedAdd", "add, published=every 100 ms", "PNCounter", Results.OURS)));
    return all;
  }

  /** A ratio to a peer, and not a figure of this machine. */
  boolean isRatio() {
    return !against.isEmpty();
  }

  String figure() {
    return Double.isNaN(value) ? "not measured" : format(value) + " " + unit;
  }

  String verdict() {
    return Double.isNaN(value) ? "" : met ? "met" : "missed";
  }

  private static double shared(Results r, int threads, String ours) {
    return r.speedup("SharedAdd", "add, " + Results.threads(threads), LONG_ADDER, ours);
  }

  private static double size(Results r, int size, int threads) {
    String state = Footprint.countedBy(threads);
    return r.bytes(64, size, state, Results.OURS) / r.bytes(64, size, state, LONG_ADDER);
  }

  /** An idle set is the same for any number of them. */
  private static int cpus(Results r) {
    return r.footprints.isEmpty() ? 0 : r.footprints.get(0).cpus();
  }

  /** NaN if one was not measured. */
  private static double least(IntStream variants, IntToDoubleFunction figure) {
    return variants.mapToDouble(figure).min().orElse(Double.NaN);
  }

  private static Target faster(String scenario, String against, double bound, double ratio) {
    return new Target(scenario, against, format(bound) + " times faster", ratio, "times faster", ratio >= bound);
  }

  private static Target slower(String scenario, String against, double bound, double ratio) {
    return new Target(scenario, against, "at most " + format(bound) + " times the time", ratio, "times the time",
        ratio <= bound);
  }

  private static Target larger(String scenario, String against, double bound, double ratio) {
    return new Target(scenario, against, "at most " + format(bound) + " times the bytes", ratio, "times the bytes",
        ratio <= bound);
  }

  private static Target atMost(String scenario, String against, double bound, String unit, double value) {
    return new Target(scenario, against, "at most " + format(bound) + " " + unit, value, unit, value <= bound);
  }

  static String format(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
        .replaceAll("\\.0+$", "");
  }
}
