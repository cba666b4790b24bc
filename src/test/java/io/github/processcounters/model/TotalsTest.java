package io.github.processcounters.model;

import io.github.processcounters.ProcessTotals;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K1, K3 and K4 of totals, while parts begin, count and are closed. Parts are read one by one, so the operations
 * themselves say whether what they read is within its bounds.
 */
@Tag("proof")
final class TotalsTest {

  @Test
  void aTotalThatGoesUpIsReadWithinItsBounds() {
    check(Count.class);
  }

  @Test
  void aTotalOfLevelsIsNeverReadBelowZero() {
    check(Level.class);
  }

  /** Three threads, with one operation each: a close, a count that comes late, and two reads. */
  @Test
  void aReadHasNoMoreOfAPartThanTheClose() {
    ModelChecking.options(3, 4)
        .checkObstructionFreedom(false) // it takes a lock
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .sequentialSpecification(InBounds.class)
        .check(ClosedWhileRead.class);
  }

  private static void check(Class<? extends Parts> operations) {
    check(2, 6, operations);
    check(3, 2, operations);
  }

  /** Each operation takes many steps. */
  private static void check(int threads, int iterations, Class<? extends Parts> operations) {
    ModelChecking.options(threads, iterations)
        .checkObstructionFreedom(false) // it takes a lock
        .actorsPerThread(2)
        .sequentialSpecification(InBounds.class)
        .check(operations);
  }

  public abstract static class Parts {

    final ProcessTotals totals = new ProcessTotals(1);

    /** Open for all, and closed by any. */
    final ProcessTotals.Part shared = totals.begin();

    final AtomicLong completed = new AtomicLong();

    @Operation
    public void close() {
      shared.close();
    }

    @Operation
    public boolean sum() {
      return inBounds(false);
    }

    @Operation
    public boolean sums() {
      return inBounds(true);
    }

    abstract boolean inBounds(boolean sums);

    final long read(boolean sums) {
      return sums ? totals.sums()[0] : totals.sum(0);
    }

    @Validate
    public void isExactWhenQuiet() {
      shared.close();
      if (totals.sum(0) != completed.get()) {
        throw new IllegalStateException("Reads " + totals.sum(0) + " after " + completed);
      }
    }
  }

  /** A read counts all that was complete when it began, and nothing that had not begun when it ended. */
  @Param(name = "delta", gen = IntGen.class, conf = "1:3")
  public static final class Count extends Parts {

    private final AtomicLong begun = new AtomicLong();

    private final AtomicLong seen = new AtomicLong();

    @Operation(params = "delta")
    public void countInOwnPart(int delta) {
      begun.addAndGet(delta);
      ProcessTotals.Part part = totals.begin();
      part.counters().add(0, delta);
      completed.addAndGet(delta);
      part.close();
    }

    /** What is counted in a closed part is in the totals when it is closed again. */
    @Operation(params = "delta")
    public void countInSharedPart(int delta) {
      begun.addAndGet(delta);
      shared.counters().add(0, delta);
      shared.close();
      completed.addAndGet(delta);
    }

    @Override
    boolean inBounds(boolean sums) {
      long least = Math.max(completed.get(), seen.get());
      long sum = read(sums);
      seen.accumulateAndGet(sum, Math::max);
      return least <= sum && sum <= begun.get();
    }
  }

  public static final class Level extends Parts {

    @Operation
    public void upAndDownInOwnPart() {
      ProcessTotals.Part part = totals.begin();
      part.counters().increment(0);
      part.counters().decrement(0);
      part.close();
    }

    @Operation
    public void upInSharedPart() {
      shared.counters().increment(0);
      completed.incrementAndGet();
    }

    @Operation
    public void downInSharedPart() {
      if (completed.getAndUpdate(level -> Math.max(level - 1, 0)) > 0) {
        shared.counters().decrement(0);
      }
    }

    @Override
    boolean inBounds(boolean sums) {
      return read(sums) >= 0;
    }
  }

  public static final class ClosedWhileRead {

    private final ProcessTotals totals = new ProcessTotals(1);
    private final ProcessTotals.Part part = totals.begin();

    @Operation(runOnce = true)
    public void close() {
      part.close();
    }

    @Operation(runOnce = true)
    public void countLate() {
      part.counters().increment(0);
    }

    @Operation(runOnce = true)
    public boolean sumTwice() {
      long first = totals.sum(0);
      return first <= totals.sum(0);
    }
  }

  public static final class InBounds {

    public void countLate() {}

    public boolean sumTwice() {
      return true;
    }

    public void close() {}

    public boolean sum() {
      return true;
    }

    public boolean sums() {
      return true;
    }

    public void countInOwnPart(int delta) {}

    public void countInSharedPart(int delta) {}

    public void upAndDownInOwnPart() {}

    public void upInSharedPart() {}

    public void downInSharedPart() {}
  }
}
