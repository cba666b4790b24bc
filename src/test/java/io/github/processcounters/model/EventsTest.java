package io.github.processcounters.model;

import io.github.processcounters.ProcessCounters;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K10 and K2 in a single set of two counters, to both of which each event adds the same. Whoever is stopped, wherever that is
 * in an event or a read, holds up nobody. Of striped sets, and the upgrade, see {@link StripedModeTest}.
 */
@Tag("proof")
final class EventsTest {

  @Test
  void aSingleSetIsLinearizable() {
    for (int threads = 2; threads <= 3; threads++) {
      ModelChecking.options(threads, threads == 2 ? 10 : 4).sequentialSpecification(Sequential.class).check(Single.class);
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
}
