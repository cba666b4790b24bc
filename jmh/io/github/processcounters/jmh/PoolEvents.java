package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.support.ThreadId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * An event of one of many connections is handled by whichever thread of a pool is free: it updates four counters of a
 * set, at random among 1,024. With several threads a set goes from hand to hand, and at times two are in it at once:
 * {@code attach} has soon striped all sets, {@code tryAttach} none, and {@code addAll} and {@code add} those where the
 * updates of others are a flood.
 */
@State(Scope.Benchmark)
public class PoolEvents extends Scenario {

  private static final int SETS = 1_024;

  private final AtomicLong[][] atomicLongs = new AtomicLong[SETS][];
  private final LongAdder[][] longAdders = new LongAdder[SETS][];
  private final ProcessCounters[] counters = new ProcessCounters[SETS];

  @Setup
  public void make() {
    for (int i = 0; i < SETS; i++) {
      atomicLongs[i] = atomicLongs();
      longAdders[i] = longAdders();
      counters[i] = new ProcessCounters(SIZE);
    }
  }

  @State(Scope.Thread)
  public static class Worker {
    private final long[] deltas = {1, 2, 3, 4};
    private long random = System.nanoTime();

    @Setup
    public void giveId(ThreadParams thread) {
      ThreadId.assume(ThreadId.UNUSED + thread.getThreadIndex());
    }

    /** The upper bits of a linear congruential generator (Knuth's MMIX). */
    private int next() {
      random = random * 6364136223846793005L + 1442695040888963407L;
      return (int) (random >>> 32) & SETS - 1;
    }
  }

  /** What it takes to choose a set. */
  @Benchmark
  public ProcessCounters nothing(Worker w) {
    return counters[w.next()];
  }

  @Benchmark
  public void attachAddsClose(Worker w) {
    try (Attachment a = counters[w.next()].attach()) {
      addAll(a);
    }
  }

  @Benchmark
  public void tryAttachAddsClose(Worker w) {
    try (Attachment a = counters[w.next()].tryAttach()) {
      addAll(a);
    }
  }

  private static void addAll(Attachment a) {
    a.add(0, 1);
    a.add(1, 2);
    a.add(2, 3);
    a.add(3, 4);
  }

  @Benchmark
  public void addAll(Worker w) {
    counters[w.next()].addAll(w.deltas);
  }

  @Benchmark
  public void adds(Worker w) {
    ProcessCounters set = counters[w.next()];
    set.add(0, 1);
    set.add(1, 2);
    set.add(2, 3);
    set.add(3, 4);
  }

  @Benchmark
  public void atomicLong(Worker w) {
    AtomicLong[] set = atomicLongs[w.next()];
    set[0].addAndGet(1);
    set[1].addAndGet(2);
    set[2].addAndGet(3);
    set[3].addAndGet(4);
  }

  @Benchmark
  public void longAdder(Worker w) {
    LongAdder[] set = longAdders[w.next()];
    set[0].add(1);
    set[1].add(2);
    set[2].add(3);
    set[3].add(4);
  }
}
