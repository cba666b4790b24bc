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

/**
 * A random counter of a random set, of many: how much memory there is to fetch decides. Written out, without the
 * abstraction of the other scenarios, as that would be one more object to fetch for each set.
 */
public class ManySets extends Scenario {

  @State(Scope.Thread)
  public abstract static class Sets {

    @Param({"1", "1000", "100000", "1000000"})
    public int sets;

    private long random = 1;

    /** In the thread that counts. */
    @Setup
    public abstract void make();

    final <T> T[] all(T[] all, IntFunction<T> make) {
      Arrays.setAll(all, make);
      return all;
    }

    /** The upper bits of a linear congruential generator (Knuth's MMIX). */
    final int next() {
      random = random * 6364136223846793005L + 1442695040888963407L;
      return (int) ((random >>> 33) * sets >>> 31);
    }

    final int counter() {
      return (int) (random >>> 31) & SIZE - 1;
    }
  }

  public static class PlainLongs extends Sets {
    private long[][] all;

    @Override
    public void make() {
      all = all(new long[sets][], i -> new long[SIZE]);
    }
  }

  public static class AtomicLongs extends Sets {
    private AtomicLong[][] all;

    @Override
    public void make() {
      all = all(new AtomicLong[sets][], i -> all(new AtomicLong[SIZE], j -> new AtomicLong()));
    }
  }

  public static class AtomicLongArrays extends Sets {
    private AtomicLongArray[] all;

    @Override
    public void make() {
      all = all(new AtomicLongArray[sets], i -> new AtomicLongArray(SIZE));
    }
  }

  public static class LongAdders extends Sets {
    private LongAdder[][] all;

    @Override
    public void make() {
      all = all(new LongAdder[sets][], i -> all(new LongAdder[SIZE], j -> new LongAdder()));
    }
  }

  public static class ProcessCounterSets extends Sets {
    private ProcessCounters[] all;

    @Override
    public void make() {
      all = all(new ProcessCounters[sets], i -> new ProcessCounters(SIZE));
    }
  }

  @Benchmark
  public void plainLong(PlainLongs s) {
    s.all[s.next()][s.counter()] += 1;
  }

  @Benchmark
  public void atomicLong(AtomicLongs s) {
    s.all[s.next()][s.counter()].getAndAdd(1);
  }

  @Benchmark
  public void atomicLongArray(AtomicLongArrays s) {
    s.all[s.next()].getAndAdd(s.counter(), 1);
  }

  @Benchmark
  public void longAdder(LongAdders s) {
    s.all[s.next()][s.counter()].add(1);
  }

  @Benchmark
  public void processCounters(ProcessCounterSets s) {
    s.all[s.next()].add(s.counter(), 1);
  }
}
