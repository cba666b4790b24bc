package io.github.processcounters.model;

import io.github.processcounters.ProcessCounters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K3, K4, K10 and K1 in both modes and across the upgrade. A striped set is not linearizable, so the operations themselves
 * say whether what they read is within its bounds.
 */
@Tag("proof")
final class StripedModeTest {

  @Test
  void aLevelIsReadWithinItsBounds() {
    check(Level.class, false);
  }

  @Test
  void aCountIsReadWithinItsBounds() {
    check(Count.class, true);
  }

  @Test
  void eventsAreWholeAndWithinTheirBounds() {
    check(Events.class, true);
  }

  private static void check(Class<? extends Members> operations, boolean withoutLocks) {
    for (int threads = 2; threads <= 3; threads++) {
      ModelChecking.options(threads, threads == 2 ? 5 : 2)
          .checkObstructionFreedom(withoutLocks)
          .sequentialSpecification(InBounds.class)
          .check(operations);
    }
  }

  public abstract static class Members {

    final ProcessCounters counters;

    Members(int size) {
      counters = new ProcessCounters(size);
    }

    final AtomicLong completed = new AtomicLong();

    @Operation(runOnce = true)
    public void upgrade() {
      counters.upgrade();
    }

    /** As after a flood: from now on, some guests count beside a stripe. */
    @Operation(runOnce = true)
    public void flood() {
      if (counters.isStriped()) {
        Inside.makeGuests(counters, (int) Thread.currentThread().getId());
      }
    }

    /** As after another one. */
    @Operation(runOnce = true)
    public void claimByCounting() {
      Thread current = Thread.currentThread();
      if (counters.isStriped() && Inside.owned(counters) == null) {
        Inside.claim(counters, current, (int) current.getId(), false);
      }
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

    long read(boolean sums) {
      return sums ? counters.sums()[0] : counters.sum(0);
    }

    @Validate
    public void isExactWhenQuiet() {
      if (counters.sum(0) != completed.get()) {
        throw new IllegalStateException("Reads " + counters.sum(0) + " after " + completed);
      }
    }
  }

  /**
   * A decrement, in whatever thread, has an increment that was complete before. A read is between zero and the highest
   * level of its time: there are fewer decrements here than a read has tries. The journal of levels has a lock.
   */
  public static final class Level extends Members {

    /** What the level has been, one after the other; raised before an increment, lowered after a decrement. */
    private final List<Long> highest = new ArrayList<>(List.of(0L));

    public Level() {
      super(1);
    }

    @Operation
    public void up() {
      counters.attach();
      increment();
    }

    @Operation
    public void down() {
      counters.detach();
      if (completed.getAndUpdate(level -> Math.max(level - 1, 0)) > 0) {
        decrement();
      }
    }

    @Operation
    public void upAndDown() {
      counters.detach();
      increment();
      counters.attach();
      if (completed.getAndUpdate(level -> Math.max(level - 1, 0)) > 0) {
        decrement();
      }
    }

    private void increment() {
      change(1);
      counters.increment(0);
      completed.incrementAndGet();
    }

    private void decrement() {
      counters.decrement(0);
      change(-1);
    }

    private synchronized void change(long delta) {
      highest.add(highest.get(highest.size() - 1) + delta);
    }

    private synchronized int now() {
      return highest.size() - 1;
    }

    private synchronized long highestSince(int then) {
      return Collections.max(highest.subList(then, highest.size()));
    }

    @Override
    boolean inBounds(boolean sums) {
      int begun = now();
      long level = read(sums);
      return level >= 0 && level <= highestSince(begun);
    }
  }

  /** A read counts all that was complete when it began, and nothing that had not begun when it ended. */
  @Param(name = "delta", gen = IntGen.class, conf = "1:3")
  public static class Count extends Members {

    private final AtomicLong begun = new AtomicLong();

    private final AtomicLong seen = new AtomicLong();

    public Count() {
      this(1);
    }

    Count(int size) {
      super(size);
    }

    @Operation(params = "delta")
    public void addAttached(int delta) {
      counters.attach();
      add(delta);
    }

    @Operation(params = "delta")
    public void addDetached(int delta) {
      counters.detach();
      add(delta);
    }

    private void add(int delta) {
      begun.addAndGet(delta);
      count(delta);
      completed.addAndGet(delta);
    }

    void count(int delta) {
      counters.add(0, delta);
    }

    @Override
    boolean inBounds(boolean sums) {
      long least = Math.max(completed.get(), seen.get());
      long sum = read(sums);
      seen.accumulateAndGet(sum, Math::max);
      return least <= sum && sum <= begun.get();
    }
  }

  /** K10: each adds the same to two counters. A read that has a part of one is out of all bounds. */
  @Param(name = "delta", gen = IntGen.class, conf = "1:3")
  public static final class Events extends Count {

    public Events() {
      super(2);
    }

    @Override
    void count(int delta) {
      counters.addAtomically(new long[] {delta, delta});
    }

    @Override
    long read(boolean all) {
      if (!all) {
        return counters.sum(1);
      }
      long[] sums = counters.sums();
      return sums[0] == sums[1] ? sums[0] : Long.MIN_VALUE;
    }
  }

  public static final class InBounds {

    public void upgrade() {}

    public void flood() {}

    public void claimByCounting() {}

    public void up() {}

    public void down() {}

    public void upAndDown() {}

    public void addAttached(int delta) {}

    public void addDetached(int delta) {}

    public boolean sum() {
      return true;
    }

    public boolean sums() {
      return true;
    }
  }
}
