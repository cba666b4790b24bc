package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Events that add to several counters at once, of which no reader sees a part: by {@code addAtomically}, or under a lock that
 * all threads share. {@code addAll} and {@code atomicLong} add the same one by one.
 */
@State(Scope.Benchmark)
public class WholeEvents extends Scenario {

  @Param({"2", "4", "16"})
  public int counters;

  private ProcessCounters set;
  private long[] sums;
  private AtomicLong[] atomicLongs;

  @Setup
  public void make() {
    set = new ProcessCounters(counters);
    sums = new long[counters];
    atomicLongs = new AtomicLong[counters];
    Arrays.setAll(atomicLongs, i -> new AtomicLong());
  }

  /** The first one owns the set, until there is a second. */
  @State(Scope.Thread)
  public static class Worker {
    private long[] deltas;
    private Attachment attachment;

    @Setup
    public void attach(WholeEvents events) {
      deltas = new long[events.counters];
      Arrays.setAll(deltas, i -> i + 1);
      attachment = events.set.attach();
    }

    @TearDown
    public void leave() {
      attachment.close();
    }
  }

  @Benchmark
  public void addAtomically(Worker w) {
    w.attachment.addAtomically(w.deltas);
  }

  @Benchmark
  public void addAll(Worker w) {
    set.addAll(w.deltas);
  }

  @Benchmark
  public void lock(Worker w) {
    synchronized (sums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += w.deltas[i];
      }
    }
  }

  @Benchmark
  public void atomicLong(Worker w) {
    for (int i = 0; i < atomicLongs.length; i++) {
      atomicLongs[i].addAndGet(w.deltas[i]);
    }
  }
}
