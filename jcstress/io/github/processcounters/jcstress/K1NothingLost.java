package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.ProcessCounters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** K1: a read after all updates returns their sum. One thread adds 1 many times, the other 1000. */
public final class K1NothingLost {

  private K1NothingLost() {}

  @Outcome(id = "250250", expect = ACCEPTABLE, desc = "Every add, once.")
  @Outcome(expect = FORBIDDEN, desc = "An add was lost, or counted twice.")
  static final class Total {}

  private static void add(ProcessCounters counters, int times, long delta) {
    for (int i = 0; i < times; i++) {
      counters.add(0, delta);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: the owner's plain write and a remote update overwrite each other.")
  @State
  public static class OwnerAndRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      add(counters, 250, 1);
    }

    @Actor
    public void remote() {
      meeting.await();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: two remote updates overwrite each other, or each makes a remote array.")
  @State
  public static class RemoteAndRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one() {
      meeting.await();
      add(counters, 250, 1);
    }

    @Actor
    public void other() {
      meeting.await();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: an upgrade loses what its owner, in the middle of an add, writes late.")
  @State
  public static class OwnerAndUpgrader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      add(counters, 250, 1);
    }

    @Actor
    public void upgrader() {
      meeting.await();
      counters.upgrade();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: the second of two attachers displaces the first in the middle of an add, or both own one word.")
  @State
  public static class AttacherAndAttacher {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one() {
      meeting.await();
      counters.attach();
      add(counters, 250, 1);
    }

    @Actor
    public void other() {
      meeting.await();
      counters.attach();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: each of two upgrades makes stripes, and what was counted in the first ones is gone.")
  @State
  public static class UpgraderAndUpgrader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one() {
      meeting.await();
      counters.upgrade();
      add(counters, 250, 1);
    }

    @Actor
    public void other() {
      meeting.await();
      counters.upgrade();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: a remote update goes into the home after reads have stopped to look there.")
  @State
  public static class RemoteAndUpgrader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void remote() {
      meeting.await();
      add(counters, 250, 1);
    }

    @Actor
    public void upgrader() {
      meeting.await();
      counters.upgrade();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: the next owner goes on from a stale word of the last one.")
  @State
  public static class HandOver {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one() {
      meeting.await();
      counters.attach();
      add(counters, 250, 1);
      counters.detach();
    }

    @Actor
    public void other() {
      meeting.await();
      counters.attach();
      add(counters, 250, 1000);
      counters.detach();
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: an owner that leaves, and counts on as one of the others, meets a second attacher that takes over.")
  @State
  public static class DetacherAndSecondAttacher {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void detacher() {
      counters.attach();
      meeting.await();
      add(counters, 125, 1);
      counters.detach();
      add(counters, 125, 1);
    }

    @Actor
    public void attacher() {
      counters.attach();
      meeting.await();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: the upgrade attaches an owner that is just leaving to a stripe, or counts it in two places.")
  @State
  public static class DetacherAndUpgrader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void detacher() {
      counters.attach();
      meeting.await();
      add(counters, 125, 1);
      counters.detach();
      add(counters, 125, 1);
    }

    @Actor
    public void upgrader() {
      meeting.await();
      counters.upgrade();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: of two stripes made at the same time, one is not in the list that reads walk.")
  @State
  public static class UnattachedAndUnattached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public UnattachedAndUnattached() {
      counters.upgrade();
    }

    @Actor
    public void one() {
      meeting.await();
      add(counters, 250, 1);
    }

    @Actor
    public void other() {
      meeting.await();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: in one stripe's shared half two threads overwrite each other, or each makes a stripe or a half.")
  @State
  public static class UnattachedInOneStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public UnattachedInOneStripe() {
      counters.upgrade();
    }

    @Actor
    public void one() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      add(counters, 250, 1);
    }

    @Actor
    public void other() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: in one stripe its owner's plain write and another thread's update overwrite each other.")
  @State
  public static class AttachedAndUnattachedInOneStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedAndUnattachedInOneStripe() {
      counters.upgrade();
    }

    @Actor
    public void attached() {
      ThreadId.assume(ThreadId.SAME);
      counters.attach();
      meeting.await();
      add(counters, 250, 1);
    }

    @Actor
    public void unattached() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: two threads claim one stripe, and both write its owned half plainly.")
  @State
  public static class AttachersInOneStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachersInOneStripe() {
      counters.upgrade();
    }

    @Actor
    public void one() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      counters.attach();
      add(counters, 250, 1);
    }

    @Actor
    public void other() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      counters.attach();
      add(counters, 250, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: the next owner of a stripe goes on from a stale word of the last one, or one leaves the other's.")
  @State
  public static class HandOverOfAStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public HandOverOfAStripe() {
      counters.upgrade();
    }

    @Actor
    public void one() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      counters.attach();
      add(counters, 250, 1);
      counters.detach();
    }

    @Actor
    public void other() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      counters.attach();
      add(counters, 125, 1000);
      counters.detach();
      add(counters, 125, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = counters.sum(0);
    }
  }
}
