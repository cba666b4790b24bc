package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Orphaned;
import io.github.processcounters.jcstress.Frame.Owned;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * K6, one way: a set is striped by a second attached thread, upgrade(), and many remote updates; by nothing else, and
 * for ever.
 */
public final class K6OneWay {

  private K6OneWay() {}

  // STRIPED. Two live threads that are both attached have striped the set, and so has upgrade(), whoever leaves, joins
  // or counts meanwhile, and so have 100,000 remote updates back to back. It fails if a thread takes a set that another
  // has taken since it looked, or puts its own word over the stripes.

  @JCStressTest
  @Description("K6: two threads attach to a set at the same time, and each looks whether the other has.")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Striped, or one has died already.")
  @Outcome(expect = FORBIDDEN, desc = "Single, and two live threads are attached.")
  @State
  public static class AttacherAndAttacher extends Fresh {
    private volatile Thread one;
    private volatile Thread other;

    @Actor public void one(ZZ_Result r) {
      meeting.await();
      counters.attach();
      one = Thread.currentThread();
      r.r1 = isSingleWith(other);
    }

    @Actor public void other(ZZ_Result r) {
      meeting.await();
      counters.attach();
      other = Thread.currentThread();
      r.r2 = isSingleWith(one);
    }

    private boolean isSingleWith(Thread attached) {
      return attached != null && attached.isAlive() && !counters.isStriped();
    }
  }

  @Description("K6: a thread stripes the set, while another joins or leaves.")
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "Striped.")
  @Outcome(expect = FORBIDDEN, desc = "Still, or again, single.")
  static final class IsStriped {}

  @JCStressTest @JCStressMeta(IsStriped.class) @State
  public static class DetacherAndUpgrader extends Fresh {
    @Actor public void detacher() { attach().meet().detach(); }
    @Actor public void upgrader() { meet().upgrade(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(IsStriped.class) @State
  public static class AttacherAndUpgrader extends Fresh {
    @Actor public void attacher() { meet().attach(); }
    @Actor public void upgrader() { meet().upgrade(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(IsStriped.class) @State
  public static class FirstAndUpgrader extends Fresh {
    @Actor public void first() { meet().add(1); }
    @Actor public void upgrader() { meet().upgrade(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(IsStriped.class) @State
  public static class HeirAndUpgrader extends Orphaned {
    @Actor public void heir() { meet().add(1); }
    @Actor public void upgrader() { meet().upgrade(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(IsStriped.class) @State
  public static class ReaderAndUpgrader extends Orphaned {
    @Actor public void reader() { meet().read(); }
    @Actor public void upgrader() { meet().upgrade(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(IsStriped.class) @State
  public static class TryAttacherAndUpgrader extends Fresh {
    @Actor public void visitor() { meet().tryAndGo(5, 1, 1); }
    @Actor public void upgrader() { meet().upgrade(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(IsStriped.class) @State
  public static class RemoteAndRemote extends Owned {
    @Actor public void one() {
      meeting.await();
      for (int i = 0; i < 1_000 && !counters.isStriped(); i++) {
        add(100, 1);
      }
    }

    @Actor public void other() {
      meeting.await();
      for (int i = 0; i < 1_000 && !counters.isStriped(); i++) {
        add(100, 1);
      }
    }

    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  // NEVER BACK. A set that was seen striped is single again if who stripes it, or who leaves it, puts back what was
  // there.

  @Description("K6: a thread looks twice whether the set is striped.")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Single: not striped yet, or never two were attached.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "Striped between the two looks.")
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Striped before.")
  @Outcome(id = "true, false", expect = FORBIDDEN, desc = "The set has gone back.")
  static final class NeverBack {}

  @JCStressTest @JCStressMeta(NeverBack.class) @State
  public static class UpgraderAndReader extends Fresh {
    @Actor public void upgrader() { meet().upgrade(); }
    @Actor public void reader(ZZ_Result r) {
      meeting.await();
      r.r1 = counters.isStriped();
      r.r2 = counters.isStriped();
    }
  }

  @JCStressTest @JCStressMeta(NeverBack.class) @State
  public static class AttacherAndReader extends Fresh {
    @Actor public void attacher() { attach().meet(); }
    @Actor public void attachingReader(ZZ_Result r) {
      counters.attach();
      meeting.await();
      r.r1 = counters.isStriped();
      counters.detach();
      r.r2 = counters.isStriped();
    }
  }

  // STAYS SINGLE. A few remote updates, reads, tryAttach, a dead owner, and a hand-over in which the one before leaves
  // do not stripe a set. It fails if a thread attaches for good where it should only count, or takes the last owner for
  // a live one.

  @Description("K6: threads count, read, take turns and try, but never attach while another owns the set.")
  @Outcome(id = "false", expect = ACCEPTABLE, desc = "Single.")
  @Outcome(expect = FORBIDDEN, desc = "Striped without a cause.")
  static final class StaysSingle {}

  @JCStressTest @JCStressMeta(StaysSingle.class) @State
  public static class OwnerAndRemote extends Fresh {
    @Actor public void owner() { tryAttach().meet().add(250, 1); }
    @Actor public void remote() { meet().add(250, 1).readAll(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(StaysSingle.class) @State
  public static class TryAttacherAndTryAttacher extends Fresh {
    @Actor public void one() { meet().tryAndGo(50, 5, 1); }
    @Actor public void other() { meet().tryAndGo(50, 5, 1); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(StaysSingle.class) @State
  public static class OwnerAndTryAttacher extends Owned {
    @Actor public void remote() { meet().add(5, 1); }
    @Actor public void visitor() { meet().tryAndGo(50, 5, 1); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(StaysSingle.class) @State
  public static class FirstAndFirst extends Fresh {
    @Actor public void one() { meet().countAndGo(50, 5, 1); }
    @Actor public void other() { meet().countAndGo(50, 5, 1); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(StaysSingle.class) @State
  public static class HeirAndHeir extends Orphaned {
    @Actor public void one() { meet().add(1); }
    @Actor public void other() { meet().add(1); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest @JCStressMeta(StaysSingle.class) @State
  public static class HeirAndReader extends Orphaned {
    @Actor public void heir() { meet().attach(); }
    @Actor public void reader() { meet().read(); }
    @Arbiter public void look(Z_Result r) { r.r1 = counters.isStriped(); }
  }

  @JCStressTest
  @Description("K6: a thread attaches after the owner has left.")
  @Outcome(id = "0, false", expect = ACCEPTABLE, desc = "The first thread has not left yet.")
  @Outcome(id = "1, false", expect = ACCEPTABLE, desc = "The next thread came after the first had left.")
  @Outcome(expect = FORBIDDEN, desc = "Striped, though never two threads were attached.")
  @State
  public static class HandOver extends Fresh {
    private volatile int left;

    @Actor public void first() {
      counters.attach();
      counters.detach();
      left = 1;
    }

    @Actor public void next(IZ_Result r) {
      r.r1 = left;
      if (r.r1 == 1) {
        counters.attach();
      }
      r.r2 = counters.isStriped();
    }
  }
}
