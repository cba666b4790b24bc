package io.github.processcounters.model;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K6 and K8: who owns what, by attaching or by counting, which attachment leaves, and whether the set is striped, is
 * linearizable: so deciding to stripe and striping are one, and so are finding no owner and becoming it.
 */
@Tag("proof")
final class MembershipTest {

  /** Their numbers begin at 1. */
  private static final int MOST_THREADS = 3;

  @Test
  void twoThreadsFindMembershipLinearizable() {
    check(2, 20);
  }

  @Test
  @Tag("proof")
  void threeThreadsFindMembershipLinearizable() {
    check(MOST_THREADS, 6);
  }

  @Test
  void whoGotAStripeByCountingLeavesWithItsAttachment() throws NoSuchMethodException {
    Actor upgrade = new Actor(Members.class.getMethod("upgrade"), List.of());
    List<Actor> counter = List.of(actor("claimByCounting", 1), actor("attach", 1), actor("close", 1));
    List<Actor> other = List.of(actor("attach", 2), upgrade, actor("close", 2));
    options(2, 0)
        .addCustomScenario(new ExecutionScenario(List.of(), List.of(counter, other), List.of(), null))
        .check(Members.class);
  }

  private static Actor actor(String operation, int thread) throws NoSuchMethodException {
    return new Actor(Members.class.getMethod(operation, int.class), List.of(thread));
  }

  private static void check(int threads, int iterations) {
    options(threads, iterations).check(Members.class);
  }

  /** All in parallel: Lincheck gives what comes before and after a thread number of its own, but not a thread. */
  private static ModelCheckingOptions options(int threads, int iterations) {
    return ModelChecking.options(threads, iterations)
        .actorsBefore(0)
        .actorsAfter(0)
        .sequentialSpecification(Sequential.class);
  }

  @Param(name = "thread", gen = ThreadIdGen.class)
  public static final class Members {

    private final ProcessCounters counters = new ProcessCounters(1);

    /** The latest of each thread, which it may close any number of times. */
    private final Attachment[] attachments = new Attachment[MOST_THREADS + 1];

    @Operation(params = "thread")
    public boolean attach(int thread) {
      attachments[thread] = counters.attach();
      return attachments[thread].isAttached();
    }

    @Operation(params = "thread")
    public boolean tryAttach(int thread) {
      attachments[thread] = counters.tryAttach();
      return attachments[thread].isAttached();
    }

    @Operation(params = "thread")
    public boolean close(int thread) {
      if (attachments[thread] == null) {
        return false;
      }
      attachments[thread].close();
      return attachments[thread].isAttached();
    }

    @Operation(params = "thread")
    public void detach(int thread) {
      counters.detach();
    }

    @Operation(params = "thread")
    public void count(int thread) {
      counters.add(0, 1);
      counters.sum(0);
    }

    /** As after a flood. */
    @Operation(params = "thread")
    public void claimByCounting(int thread) {
      Thread current = Thread.currentThread();
      if (counters.isStriped() && Inside.owned(counters) == null) {
        Inside.claim(counters, current, (int) current.getId(), false);
      }
    }

    @Operation
    public void upgrade() {
      counters.upgrade();
    }

    @Operation
    public boolean isStriped() {
      return counters.isStriped();
    }
  }

  public static final class Sequential {

    private final Set<Integer> attached = new HashSet<>();

    /** Of these, who got a stripe by counting and has not attached since. */
    private final Set<Integer> byCounting = new HashSet<>();

    /** Whether the latest attachment of a thread leaves when it is closed; null if there is none. */
    private final Boolean[] leaves = new Boolean[MOST_THREADS + 1];

    private boolean striped;

    public boolean attach(int thread) {
      leaves[thread] = attached.add(thread) || byCounting.remove(thread);
      striped |= attached.size() > 1;
      return true;
    }

    public boolean tryAttach(int thread) {
      leaves[thread] = !attached.contains(thread) || byCounting.remove(thread);
      joinIfFree(thread);
      return attached.contains(thread);
    }

    private void joinIfFree(int thread) {
      if (striped || attached.isEmpty()) {
        attached.add(thread);
      }
    }

    public boolean close(int thread) {
      if (leaves[thread] == null) {
        return false;
      }
      if (leaves[thread]) {
        detach(thread);
        leaves[thread] = false;
      }
      return attached.contains(thread);
    }

    public void detach(int thread) {
      attached.remove(thread);
      byCounting.remove(thread);
    }

    public void count(int thread) {
      if (!striped) {
        joinIfFree(thread);
      }
    }

    public void claimByCounting(int thread) {
      if (striped && attached.add(thread)) {
        byCounting.add(thread);
      }
    }

    public void upgrade() {
      striped = true;
    }

    public boolean isStriped() {
      return striped;
    }
  }
}
