package io.github.processcounters.jmh;

import io.github.processcounters.ProcessCounters;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * One thread updates the four counters of a random set, of many: how much memory there is to fetch decides. It owns all
 * of them, or they are known to be shared, as the statistics of a table's shards are, and were upgraded for that.
 */
@State(Scope.Thread)
public class ManySets extends Scenario {

  @Param({"1024", "100000"})
  public int sets;

  private long[][] longs;
  private AtomicLong[][] atomicLongs;
  private AtomicLongArray[] atomicLongArrays;
  private LongAdder[][] longAdders;
  private ProcessCounters[] owned;
  private ProcessCounters[] upgraded;
  private long random = 1;

  /** Only the sets that are measured: the others would be in the way of the caches, and of the collector. */
  @Setup
  public void make(BenchmarkParams params) {
    String benchmark = params.getBenchmark().replaceAll(".*\\.", "");
    longs = all(new long[sets][], i -> new long[SIZE], benchmark.equals("longArray"));
    atomicLongs = all(new AtomicLong[sets][], i -> atomicLongs(), benchmark.equals("atomicLong"));
    atomicLongArrays =
        all(new AtomicLongArray[sets], i -> new AtomicLongArray(SIZE), benchmark.equals("atomicLongArray"));
    longAdders = all(new LongAdder[sets][], i -> longAdders(), benchmark.equals("longAdder"));
    owned = all(new ProcessCounters[sets], i -> new ProcessCounters(SIZE), benchmark.equals("owned"));
    upgraded = all(new ProcessCounters[sets], i -> makeUpgraded(), benchmark.equals("upgraded"));
  }

  private static <T> T[] all(T[] all, IntFunction<T> make, boolean isMeasured) {
    if (isMeasured) {
      Arrays.setAll(all, make);
    }
    return all;
  }

  private static ProcessCounters makeUpgraded() {
    ProcessCounters set = new ProcessCounters(SIZE);
    set.upgrade();
    return set;
  }

  /** The upper bits of a linear congruential generator (Knuth's MMIX). */
  private int next() {
    random = random * 6364136223846793005L + 1442695040888963407L;
    return (int) ((random >>> 33) * sets >>> 31);
  }

  /** What it takes to choose a set. */
  @Benchmark
  public int nothing() {
    return next();
  }

  @Benchmark
  public void owned() {
    add(owned[next()]);
  }

  @Benchmark
  public void upgraded() {
    add(upgraded[next()]);
  }

  private static void add(ProcessCounters set) {
    set.add(0, 1);
    set.add(1, 2);
    set.add(2, 3);
    set.add(3, 4);
  }

  @Benchmark
  public void longArray() {
    long[] set = longs[next()];
    set[0] += 1;
    set[1] += 2;
    set[2] += 3;
    set[3] += 4;
  }

  @Benchmark
  public void atomicLong() {
    AtomicLong[] set = atomicLongs[next()];
    set[0].getAndAdd(1);
    set[1].getAndAdd(2);
    set[2].getAndAdd(3);
    set[3].getAndAdd(4);
  }

  @Benchmark
  public void atomicLongArray() {
    AtomicLongArray set = atomicLongArrays[next()];
    set.getAndAdd(0, 1);
    set.getAndAdd(1, 2);
    set.getAndAdd(2, 3);
    set.getAndAdd(3, 4);
  }

  @Benchmark
  public void longAdder() {
    LongAdder[] set = longAdders[next()];
    set[0].add(1);
    set[1].add(2);
    set[2].add(3);
    set[3].add(4);
  }
}
