package io.github.processcounters.model;

import io.github.processcounters.CounterDeltas;
import io.github.processcounters.ProcessCounters;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** K1: the deltas of a single set are linearizable, and a batch is taken if nothing was since it was peeked at. */
@Tag("proof")
final class DeltasTest {

  private static final int THREADS = 3;

  @Test
  void twoThreadsFindDeltasLinearizable() {
    check(2, 20);
  }

  @Test
  void threeThreadsFindDeltasLinearizable() {
    check(3, 10);
  }

  /** All in parallel: what comes before and after has a thread number of its own. */
  private static void check(int threads, int iterations) {
    ModelChecking.options(threads, iterations)
        .checkObstructionFreedom(false) // it takes a lock
        .actorsBefore(0)
        .actorsAfter(0)
        .sequentialSpecification(Sequential.class)
        .check(Deltas.class);
  }

  @Param(name = "thread", gen = ThreadIdGen.class)
  @Param(name = "delta", gen = IntGen.class, conf = "1:4")
  public static final class Deltas {

    private final ProcessCounters counters = new ProcessCounters(1);
    private final CounterDeltas deltas = CounterDeltas.fromZero(counters);
    private final ProcessCounters rolledUp = new ProcessCounters(1);
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong drained = new AtomicLong();

    /** Each thread's own. */
    private final CounterDeltas.Batch[] peeked = new CounterDeltas.Batch[THREADS];

    @Operation(params = "delta")
    public void add(int delta) {
      counters.add(0, delta);
      added.addAndGet(delta);
    }

    @Operation
    public long drain() {
      long delta = deltas.drain()[0];
      drained.addAndGet(delta);
      return delta;
    }

    @Operation
    public void drainInto() {
      deltas.drainInto(rolledUp);
    }

    @Operation(params = "thread")
    public long peek(int thread) {
      peeked[thread] = deltas.peek();
      return peeked[thread].values()[0];
    }

    @Operation(params = "thread")
    public boolean commit(int thread) {
      boolean committed = peeked[thread] != null && peeked[thread].commit();
      if (committed) {
        drained.addAndGet(peeked[thread].values()[0]);
      }
      return committed;
    }

    @Validate
    public void eachIsTakenOnce() {
      long taken = drained.get() + rolledUp.sum(0) + deltas.peek().values()[0];
      if (taken != added.get()) {
        throw new IllegalStateException("Taken " + taken + " of " + added);
      }
    }
  }

  public static final class Sequential {

    private final long[] sumOfBatch = new long[THREADS];
    private final int[] takesBeforeBatch = {-1, -1, -1};
    private long sum;
    private long taken;
    private int takes;

    public void add(int delta) {
      sum += delta;
    }

    public long drain() {
      long delta = sum - taken;
      drainInto();
      return delta;
    }

    public void drainInto() {
      taken = sum;
      takes++;
    }

    public long peek(int thread) {
      sumOfBatch[thread] = sum;
      takesBeforeBatch[thread] = takes;
      return sum - taken;
    }

    public boolean commit(int thread) {
      boolean committed = takesBeforeBatch[thread] == takes;
      if (committed) {
        taken = sumOfBatch[thread];
        takes++;
      }
      return committed;
    }
  }
}
