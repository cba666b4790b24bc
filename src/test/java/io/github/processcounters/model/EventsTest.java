package io.github.processcounters.model;

import io.github.processcounters.ProcessCounters;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K10. A set of two counters, to both of which each event adds the same. Whoever is stopped, wherever that is in an event or
 * a read, holds up nobody.
 */
@Tag("proof")
final class EventsTest {

  @Test
  void aSingleSetIsLinearizable() {
    for (int threads = 2; threads <= 3; threads++) {
      ModelChecking.options(threads, threads == 2 ? 10 : 4).sequentialSpecification(Sequential.class).check(Single.class);
    }
  }

  @Test
  void aStripedSetHasWholeEventsWithinBounds() {
    for (int threads = 2; threads <= 3; threads++) {
      ModelChecking.options(threads, threads == 2 ? 4 : 2).sequentialSpecification(InBounds.class).check(Striped.class);
    }
  }

  private static long[] both(int delta) {
    return new long[] {delta, delta};
  }

  /** The first counter has single adds, too. */
  @Param(name = "delta", gen = IntGen.class, conf = "1:3")
  public static final class Single {

    private final ProcessCounters counters = new ProcessCounters(2);

    @Operation(params = "delta")
    public void addAsOwner(int delta) {
      counters.tryAttach().addAtomically(both(delta));
    }

    @Operation(params = "delta")
    public void addAtomically(int delta) {
      counters.addAtomically(both(delta));
    }

    @Operation(params = "delta")
    public void add(int delta) {
      counters.add(0, -delta);
    }

    @Operation
    public void leave() {
      counters.detach();
    }

    @Operation
    public long sum() {
      return counters.sum(0);
    }

    @Operation
    public String sums() {
      return Arrays.toString(counters.sums());
    }
  }

  public static final class Sequential {

    private final long[] sums = new long[2];

    public void addAsOwner(int delta) {
      addAtomically(delta);
    }

    public void addAtomically(int delta) {
      sums[0] += delta;
      sums[1] += delta;
    }

    public void add(int delta) {
      sums[0] -= delta;
    }

    public void leave() {}

    public long sum() {
      return sums[0];
    }

    public String sums() {
      return Arrays.toString(sums);
    }
  }

  /** A read counts all events that were complete when it began, and none that had not begun when it ended. */
  @Param(name = "delta", gen = IntGen.class, conf = "1:3")
  public static final class Striped {

    private final ProcessCounters counters = new ProcessCounters(2);
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();

    @Operation(runOnce = true)
    public void upgrade() {
      counters.upgrade();
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
      counters.addAtomically(both(delta));
      completed.addAndGet(delta);
    }

    @Operation
    public boolean sum() {
      long least = Math.max(completed.get(), seen.get());
      return isInBounds(least, counters.sum(1));
    }

    @Operation
    public boolean sums() {
      long least = Math.max(completed.get(), seen.get());
      long[] sums = counters.sums();
      return sums[0] == sums[1] && isInBounds(least, sums[0]);
    }

    private boolean isInBounds(long least, long sum) {
      seen.accumulateAndGet(sum, Math::max);
      return least <= sum && sum <= begun.get();
    }

    @Validate
    public void isExactWhenQuiet() {
      if (counters.sum(0) != completed.get()) {
        throw new IllegalStateException("Reads " + counters.sum(0) + " after " + completed);
      }
    }
  }

  public static final class InBounds {

    public void upgrade() {}

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
