package io.github.processcounters.model;

import io.github.processcounters.ProcessCounters;
import java.util.HashSet;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/** K6: who is attached and whether the set is striped is linearizable, so deciding to stripe and striping are one. */
final class MembershipTest {

  @Test
  void twoThreadsFindMembershipLinearizable() {
    check(2, 20);
  }

  @Test
  void threeThreadsFindMembershipLinearizable() {
    check(3, 6);
  }

  /** All in parallel: Lincheck gives what comes before and after a thread number of its own, but not a thread. */
  private static void check(int threads, int iterations) {
    ModelChecking.options(threads, iterations)
        .actorsBefore(0)
        .actorsAfter(0)
        .sequentialSpecification(Sequential.class)
        .check(Members.class);
  }

  @Param(name = "thread", gen = ThreadIdGen.class)
  public static final class Members {

    private final ProcessCounters counters = ProcessCounters.detached(1);

    @Operation(params = "thread")
    public void attach(int thread) {
      counters.attach();
    }

    @Operation(params = "thread")
    public void detach(int thread) {
      counters.detach();
    }

    @Operation
    public void addAndRead() {
      counters.add(0, 1);
      counters.sum(0);
    }

    @Operation
    public boolean isStriped() {
      return counters.isStriped();
    }
  }

  public static final class Sequential {

    private final Set<Integer> attached = new HashSet<>();

    private boolean striped;

    public void attach(int thread) {
      attached.add(thread);
      striped |= attached.size() > 1;
    }

    public void detach(int thread) {
      attached.remove(thread);
    }

    public void addAndRead() {}

    public boolean isStriped() {
      return striped;
    }
  }
}
