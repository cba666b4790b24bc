package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.openjdk.jol.info.GraphLayout;

/**
 * What a set takes in memory, with all that it refers to, by JOL. The number of CPUs decides on much of it, so each
 * number has a JVM of its own that believes in it.
 *
 * <p>Threads come one after another, which a {@code LongAdder} does not notice, or are attached at once, where it has a
 * live cell for each: the most that it may come to. {@code contended} are 256 threads that never attach, and count up
 * and down at the same time for a while; how much comes of that is chance, for both.
 */
final class Bytes {

  static final String NAME = "Bytes";

  private static final int[] CPUS = {2, 64};
  private static final int[] SIZES = {4, 64};
  private static final int[] THREADS = {2, 8, 64};
  private static final int ONE_AFTER_ANOTHER = 50;
  private static final int CONTENDERS = 256;
  private static final int CONTENDED_ADDS = 20_000;

  private final int cpus = Runtime.getRuntime().availableProcessors();
  private final int size;

  private Bytes(int size) {
    this.size = size;
  }

  /** Prints the bytes for the CPUs that this JVM has, as lines of the results. */
  public static void main(String[] args) {
    for (int size : SIZES) {
      new Bytes(size).print();
    }
  }

  private void print() {
    print("idle", 0, "idle", set -> {});
    peers("idle", 0, longAdders(1));
    print("longArray", "idle", 0, new long[size]);
    oneAfterAnother();
    for (int threads : THREADS) {
      atOnce(threads);
    }
    contended();
  }

  private void oneAfterAnother() {
    print("one after another", ONE_AFTER_ANOTHER, "neverAttached",
        set -> Crowd.oneAfterAnother(ONE_AFTER_ANOTHER, () -> addAll(set)));
    print("one after another", ONE_AFTER_ANOTHER, "unattached", set -> {
      set.upgrade();
      Crowd.oneAfterAnother(ONE_AFTER_ANOTHER, () -> addAll(set));
    });
    print("one after another", ONE_AFTER_ANOTHER, "attached", set -> {
      set.upgrade();
      Crowd.oneAfterAnother(ONE_AFTER_ANOTHER, () -> addAllAttached(set));
    });
    peers("one after another", ONE_AFTER_ANOTHER, longAdders(1));
  }

  private void atOnce(int threads) {
    print("at once", threads, "attached", set -> Crowd.attach(set, threads, a -> addAll(a, 1)));
    print("at once", threads, "attachedUpAndDown", set -> Crowd.attach(set, threads, a -> {
      addAll(a, 2);
      addAll(a, -1);
    }));
    peers("at once", threads, longAdders(threads));
  }

  private void contended() {
    print("contended", CONTENDERS, "unattached", set -> {
      set.upgrade();
      contend(set::add);
    });
    LongAdder[] adders = longAdders(1);
    contend((counter, delta) -> adders[counter].add(delta));
    peers("contended", CONTENDERS, adders);
  }

  private interface Add {
    void to(int counter, long delta);
  }

  private void contend(Add add) {
    Crowd.atOnce(CONTENDERS, () -> {
      for (int i = 0; i < CONTENDED_ADDS; i++) {
        add.to(i % size, i / size % 2 == 0 ? 1 : -1);
      }
    });
  }

  private void peers(String state, int threads, LongAdder[] adders) {
    AtomicLong[] atomicLongs = new AtomicLong[size];
    Arrays.setAll(atomicLongs, i -> new AtomicLong());
    print("atomicLong", state, threads, atomicLongs);
    print("atomicLongArray", state, threads, new AtomicLongArray(size));
    print("longAdder", state, threads, adders);
  }

  private LongAdder[] longAdders(int cells) {
    LongAdder[] all = new LongAdder[size];
    Arrays.setAll(all, i -> LiveCells.in(new LongAdder(), cells, cpus));
    return all;
  }

  private void addAll(ProcessCounters set) {
    for (int i = 0; i < size; i++) {
      set.add(i, 1);
    }
  }

  private void addAllAttached(ProcessCounters set) {
    try (Attachment a = set.attach()) {
      addAll(a, 1);
    }
  }

  private void addAll(Attachment a, long delta) {
    for (int i = 0; i < size; i++) {
      a.add(i, delta);
    }
  }

  private void print(String state, int threads, String way, Consumer<ProcessCounters> use) {
    ProcessCounters set = new ProcessCounters(size);
    use.accept(set);
    set.sum(0); // lets go of threads that have died
    print(way, state, threads, set);
  }

  private void print(String counter, String state, int threads, Object set) {
    long bytes = GraphLayout.parseInstance(set).totalSize();
    System.out.println(Results.Row.exact(
        NAME, size + " counters on " + cpus + " CPUs / " + state, threads, counter, bytes).toCsv());
  }

  static List<Results.Row> measure() throws IOException, InterruptedException {
    List<Results.Row> rows = new ArrayList<>();
    for (int cpus : CPUS) {
      Process process = new ProcessBuilder(
          System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
          "-XX:ActiveProcessorCount=" + cpus,
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "-cp", System.getProperty("java.class.path"),
          Bytes.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("Exit code " + process.exitValue() + " of " + Bytes.class + ", " + cpus + " CPUs");
      }
      lines.lines().filter(line -> line.startsWith(NAME)).map(Results.Row::ofCsv).forEach(rows::add); // JOL prints, too
    }
    return rows;
  }
}
