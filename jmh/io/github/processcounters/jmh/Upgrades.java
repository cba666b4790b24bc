package io.github.processcounters.jmh;

import io.github.processcounters.ProcessCounters;
import io.github.processcounters.support.ThreadId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/** What it takes to begin: to make a set, to stripe one, and to add for the first time. */
public final class Upgrades {

  private Upgrades() {}

  /** A set of four counters is made, and perhaps striped; then there is one add. */
  public static class Make extends Scenario {

    @Benchmark
    public Object makeAndAdd() {
      ProcessCounters set = new ProcessCounters(SIZE);
      set.add(COUNTER, 1);
      return set;
    }

    @Benchmark
    public Object makeUpgradeAndAdd() {
      ProcessCounters set = new ProcessCounters(SIZE);
      set.upgrade();
      set.add(COUNTER, 1);
      return set;
    }

    @Benchmark
    public Object makeAttachUpgradeAndAdd() {
      ProcessCounters set = new ProcessCounters(SIZE);
      set.attach();
      set.upgrade();
      set.add(COUNTER, 1);
      return set;
    }

    @Benchmark
    public Object atomicLong() {
      AtomicLong[] set = atomicLongs();
      set[COUNTER].getAndAdd(1);
      return set;
    }

    @Benchmark
    public Object longAdder() {
      LongAdder[] set = longAdders();
      set[COUNTER].add(1);
      return set;
    }
  }

  /**
   * The first upgrade in a JVM, and the adds after it. The owner has counted alone for so long that the compiler has
   * never seen another way to count. So classes are loaded, and the compiler has to start over: it happens once in a
   * JVM, and each figure here is from a JVM of its own.
   */
  @State(Scope.Thread)
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(20)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public static class Cold extends Scenario {

    @Param({"1", "10000"})
    public int adds;

    private final LongAdder[] longAdders = longAdders();
    private final ProcessCounters set = new ProcessCounters(SIZE);

    @Setup
    public void countAlone() {
      for (int i = 0; i < 20_000; i++) {
        addOurs(1_000);
        addTheirs(1_000);
      }
    }

    private void addOurs(int n) {
      for (int i = 0; i < n; i++) {
        set.add(COUNTER, 1);
      }
    }

    private void addTheirs(int n) {
      for (int i = 0; i < n; i++) {
        longAdders[COUNTER].add(1);
      }
    }

    @Benchmark
    public void upgrade() {
      set.upgrade();
      addOurs(adds);
    }

    @Benchmark
    public void longAdder() {
      addTheirs(adds);
    }
  }

  /**
   * Two threads count 100,000 times each in a new set that nobody attaches to or upgrades: what it pays until it has
   * mended itself is what this takes longer than in a set that was upgraded before.
   */
  @State(Scope.Benchmark)
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 50)
  @Measurement(iterations = 100)
  @Threads(2)
  public static class Mending extends Scenario {

    private static final int ADDS = 100_000;

    private final AtomicInteger ready = new AtomicInteger();
    private LongAdder longAdder;
    private ProcessCounters neverAttached;
    private ProcessCounters upgraded;

    @Setup(Level.Iteration)
    public void make() {
      longAdder = new LongAdder();
      neverAttached = new ProcessCounters(1);
      upgraded = new ProcessCounters(1);
      upgraded.upgrade();
    }

    /** The threads begin within some ten ns of each other: woken by the harness, one would be done before the other. */
    @State(Scope.Thread)
    public static class Member {
      @Setup(Level.Iteration)
      public void meet(Mending shared, ThreadParams thread) {
        ThreadId.assume(ThreadId.UNUSED + thread.getThreadIndex());
        int arrived = shared.ready.incrementAndGet();
        while (shared.ready.get() < arrived + arrived % 2) {
          Thread.onSpinWait();
        }
      }
    }

    @Benchmark
    public void neverAttached(Member m) {
      add(neverAttached);
    }

    @Benchmark
    public void upgraded(Member m) {
      add(upgraded);
    }

    private static void add(ProcessCounters set) {
      for (int i = 0; i < ADDS; i++) {
        set.add(0, 1);
      }
    }

    @Benchmark
    public void longAdder(Member m) {
      for (int i = 0; i < ADDS; i++) {
        longAdder.add(1);
      }
    }
  }
}
