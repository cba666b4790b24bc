package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.ProcessCounters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** K4: a counter that only goes up is never read to go back, and two adders never both miss each other. */
public final class K4Monotone {

  private K4Monotone() {}

  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Both reads were first.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "One read was first, one between the adds.")
  @Outcome(id = "0, 10", expect = ACCEPTABLE, desc = "One read was first, one raced with both adds.")
  @Outcome(id = "0, 11", expect = ACCEPTABLE, desc = "One read was first, one last.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both reads were between the adds.")
  @Outcome(id = "1, 11", expect = ACCEPTABLE, desc = "One read was between the adds, one last.")
  @Outcome(id = "10, 11", expect = ACCEPTABLE, desc = "One read raced with both adds, one was last.")
  @Outcome(id = "11, 11", expect = ACCEPTABLE, desc = "Both reads were last.")
  @Outcome(expect = FORBIDDEN, desc = "The second read has lost an add, or an add counts twice.")
  static final class TwoReads {}

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "attached.")
  @State
  public static class AttachedAndAttached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedAndAttached() {
      counters.upgrade();
    }

    @Actor
    public void one(JJ_Result r) {
      counters.attach();
      counters.add(0, 0); // Makes the words, so that what follows is but a write.
      meeting.await();
      counters.sum(0); // The other's word comes near, and its next write stays longer in the store buffer.
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void other(JJ_Result r) {
      counters.attach();
      counters.add(0, 0);
      meeting.await();
      counters.sum(0);
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "reading all.")
  @State
  public static class AttachedAndAttachedBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedAndAttachedBySums() {
      counters.upgrade();
    }

    @Actor
    public void one(JJ_Result r) {
      counters.attach();
      counters.add(0, 0);
      meeting.await();
      counters.sum(0); // The other's word comes near, and its next write stays longer in the store buffer.
      counters.add(0, 1);
      r.r1 = counters.sums()[0];
    }

    @Actor
    public void other(JJ_Result r) {
      counters.attach();
      counters.add(0, 0);
      meeting.await();
      counters.sum(0);
      counters.add(0, 10);
      r.r2 = counters.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "one not attached.")
  @State
  public static class AttachedAndUnattached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedAndUnattached() {
      counters.upgrade();
    }

    @Actor
    public void attached(JJ_Result r) {
      counters.attach();
      counters.add(0, 0);
      meeting.await();
      counters.sum(0); // The other's word comes near, and its next write stays longer in the store buffer.
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void unattached(JJ_Result r) {
      meeting.await();
      counters.sum(0);
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "in one stripe.")
  @State
  public static class AttachedAndUnattachedInOneStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedAndUnattachedInOneStripe() {
      counters.upgrade();
    }

    @Actor
    public void attached(JJ_Result r) {
      ThreadId.assume(ThreadId.SAME);
      counters.attach();
      counters.add(0, 0);
      meeting.await();
      counters.sum(0); // The other's word comes near, and its next write stays longer in the store buffer.
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void unattached(JJ_Result r) {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      counters.sum(0);
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "neither attached.")
  @State
  public static class UnattachedAndUnattached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public UnattachedAndUnattached() {
      counters.upgrade();
    }

    @Actor
    public void one(JJ_Result r) {
      meeting.await();
      counters.sum(0); // The other's word comes near, and its next write stays longer in the store buffer.
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void other(JJ_Result r) {
      meeting.await();
      counters.sum(0);
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: the first of two threads in one stripe makes its words, and the second adds there before reads "
      + "know of them.")
  @State
  public static class UnattachedInOneStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public UnattachedInOneStripe() {
      counters.upgrade();
    }

    @Actor
    public void one(JJ_Result r) {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void other(JJ_Result r) {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "one has left.")
  @State
  public static class LeaverAndAttached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public LeaverAndAttached() {
      counters.upgrade();
    }

    @Actor
    public void leaver(JJ_Result r) {
      counters.attach();
      counters.add(0, 0);
      meeting.await();
      counters.sum(0); // The other's word comes near, and its next write stays longer in the store buffer.
      counters.add(0, 1);
      counters.detach();
      r.r1 = counters.sum(0);
    }

    @Actor
    public void attached(JJ_Result r) {
      counters.attach();
      counters.add(0, 0);
      meeting.await();
      counters.sum(0);
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "while striping.")
  @State
  public static class AttacherAndAttacher {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one(JJ_Result r) {
      meeting.await();
      counters.attach();
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void other(JJ_Result r) {
      meeting.await();
      counters.attach();
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "an upgrader.")
  @State
  public static class OwnerAndUpgrader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner(JJ_Result r) {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void upgrader(JJ_Result r) {
      meeting.await();
      counters.upgrade();
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads while its own add is in its store buffer, so both miss the other: "
      + "at a hand-over.")
  @State
  public static class HandOver {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one(JJ_Result r) {
      meeting.await();
      counters.attach();
      counters.add(0, 1);
      counters.detach();
      r.r1 = counters.sum(0);
    }

    @Actor
    public void other(JJ_Result r) {
      meeting.await();
      counters.attach();
      counters.add(0, 10);
      counters.detach();
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(TwoReads.class)
  @Description("K4: the second of two reads has lost what the first counted: home, then stripe.")
  @State
  public static class HomeThenStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void homeThenStripe() {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      counters.upgrade();
      counters.add(0, 10);
    }

    @Actor
    public void reader(JJ_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(TwoReads.class)
  @Description("K4: the second of two reads has lost what the first counted: owned, then shared half.")
  @State
  public static class AttachedThenUnattached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedThenUnattached() {
      counters.upgrade();
    }

    @Actor
    public void attachedThenUnattached() {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      counters.detach();
      counters.add(0, 10);
    }

    @Actor
    public void reader(JJ_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(TwoReads.class)
  @Description("K4: the second of two reads has lost what the first counted: an upgrade moves it.")
  @State
  public static class OwnerAndUpgradingReader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      counters.add(0, 10);
    }

    @Actor
    public void reader(JJ_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
      counters.upgrade();
      r.r2 = counters.sum(0);
    }
  }
}
