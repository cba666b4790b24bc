package io.github.processcounters.jcstress;

import static io.github.processcounters.support.ThreadId.OTHER;
import static io.github.processcounters.support.ThreadId.SAME;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.Attachment;
import io.github.processcounters.jcstress.Frame.Crowded;
import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Owned;
import io.github.processcounters.jcstress.Frame.Striped;
import io.github.processcounters.jcstress.Frame.StripedAndOrphaned;
import io.github.processcounters.jcstress.Frame.StripedWithGuests;
import io.github.processcounters.jcstress.Frame.StripedWithOne;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * K4, counting up is monotone: reads of a counter that only goes up never go back, and two adders never both miss each
 * other.
 */
public final class K4Monotone {

  private K4Monotone() {}

  // ADD THEN READ. As in K2, in a striped set and while it becomes one. Each of the threads misses the other's add if
  // it reads while its own is still in the store buffer; if an upgrade moves what was added; or if it adds to words
  // that reads do not know yet. (A read before the add brings the other's word near, so that the add stays in the store
  // buffer for longer.)

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachedAndAttached extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = attach().meet().read().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = attach().meet().read().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachedAndAttachedBySums extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = attach().meet().read().add(1).sumOfAll(); }
    @Actor public void other(JJ_Result r) { r.r2 = attach().meet().read().add(10).sumOfAll(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class ThroughAttachments extends Striped {
    @Actor public void one(JJ_Result r) {
      Attachment attachment = counters.attach();
      attachment.add(0, 0);
      meeting.await();
      counters.sum(0);
      attachment.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor public void other(JJ_Result r) {
      Attachment attachment = counters.attach();
      attachment.add(0, 0);
      meeting.await();
      counters.sum(0);
      attachment.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachedAndGuest extends Striped {
    @Actor public void attached(JJ_Result r) { r.r1 = attach().meet().read().add(1).sum(); }
    @Actor public void guest(JJ_Result r) { r.r2 = meet().read().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class GuestAndGuest extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = meet().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class LeaverAndAttached extends Striped {
    @Actor public void leaver(JJ_Result r) { r.r1 = attach().meet().read().add(1).detach().sum(); }
    @Actor public void attached(JJ_Result r) { r.r2 = attach().meet().read().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttacherAndGuest extends Striped {
    @Actor public void attacher(JJ_Result r) { r.r1 = meet().attach().add(1).sum(); }
    @Actor public void guest(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttacherAndAttacher extends Fresh {
    @Actor public void one(JJ_Result r) { r.r1 = meet().attach().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().attach().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class OwnerAndUpgrader extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = attach().meet().add(1).sum(); }
    @Actor public void upgrader(JJ_Result r) { r.r2 = meet().upgrade().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class RemoteAndUpgrader extends Owned {
    @Actor public void remote(JJ_Result r) { r.r1 = meet().add(1).sum(); }
    @Actor public void upgrader(JJ_Result r) { r.r2 = meet().upgrade().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class HandOver extends Fresh {
    @Actor public void one(JJ_Result r) { r.r1 = meet().attach().add(1).detach().sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().attach().add(10).detach().sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class GuestsOfOneStripe extends StripedWithGuests {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachedAndGuestOfItsStripe extends StripedWithGuests {
    @Actor public void attached(JJ_Result r) { r.r1 = as(SAME).attach().meet().read().add(1).sum(); }
    @Actor public void guest(JJ_Result r) { r.r2 = as(SAME).meet().read().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class CounterAndCounter extends StripedWithOne {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).claim().meet().read().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).claim().meet().read().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class LeaverByCountingAndCounter extends Striped {
    @Actor public void leaver(JJ_Result r) { r.r1 = claim().meet().read().add(1).detach().sum(); }
    @Actor public void counter(JJ_Result r) { r.r2 = claim().meet().read().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class GuestMakersOfOneStripe extends StripedWithOne {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().makeGuests().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).meet().makeGuests().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class GuestMakersOfANewStripe extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().makeGuests().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).meet().makeGuests().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttacherAndGuestMaker extends Striped {
    @Actor public void attacher(JJ_Result r) { r.r1 = as(SAME).meet().attach().add(1).sum(); }
    @Actor public void maker(JJ_Result r) { r.r2 = as(OTHER).meet().makeGuests().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachersOfTwoPlaces extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().attach().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(OTHER).meet().attach().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachersOfOneStripe extends StripedWithOne {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().attach().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).meet().attach().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachersToACrowd extends Crowded {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().attach().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).meet().attach().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class HeirAndHeirOfAStripe extends StripedAndOrphaned {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().attach().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).meet().attach().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttacherAndUpgrader extends Owned {
    @Actor public void attacher(JJ_Result r) { r.r1 = meet().attach().add(1).sum(); }
    @Actor public void upgrader(JJ_Result r) { r.r2 = meet().upgrade().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class SecondAttacherAndThird extends Owned {
    @Actor public void one(JJ_Result r) { r.r1 = meet().attach().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().attach().add(10).sum(); }
  }

  // TWO READS. One thread adds 1 and then 10, in words of two kinds; the other reads twice. The second read goes back
  // if what the first one counted is moved, or is where it does not look any more.

  @Description("K4: one thread adds 1 and then 10, the other reads twice.")
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

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class LocalThenStripe extends Fresh {
    @Actor public void owner() { attach().meet().add(1).upgrade().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class RemoteThenStripe extends Owned {
    @Actor public void attacher() { meet().add(1).attach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class StripeThenRemote extends Striped {
    @Actor public void detacher() { attach().meet().add(1).detach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class NewStripeThenRemote extends Striped {
    @Actor public void visitor() { meet().attach().add(1).detach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class RemoteThenNewStripe extends Striped {
    @Actor public void attacher() { meet().add(1).attach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class RemoteThenStripeOfACrowd extends Crowded {
    @Actor public void attacher() { as(SAME).meet().add(1).attach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class StripeOfACrowdThenRemote extends Crowded {
    @Actor public void visitor() { as(SAME).meet().attach().add(1).detach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class RemoteThenGuests extends StripedWithOne {
    @Actor public void maker() { as(SAME).meet().add(1).makeGuests().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class GuestsThenStripe extends Striped {
    @Actor public void counter() { as(SAME).meet().makeGuests().add(1).claim().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class StripeThenGuests extends StripedWithGuests {
    @Actor public void counter() { as(SAME).meet().claim().add(1).detach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class HeirOfAStripe extends StripedAndOrphaned {
    @Actor public void heir() { as(SAME).meet().add(1).attach().add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(TwoReads.class) @State
  public static class OwnerAndUpgradingReader extends Fresh {
    @Actor public void owner() { attach().meet().add(1).add(10); }
    @Actor public void reader(JJ_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
      counters.upgrade();
      r.r2 = counters.sum(0);
    }
  }

  // MANY READS. Both threads add 1 many times, and read after each: no read may miss an add of its own thread, or count
  // less than the one before, while words are made that were not there, or the set is striped.

  @Description("K4: two threads add 1 many times, and read after each.")
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Each read counts all of its own thread's, and no less than before.")
  @Outcome(expect = FORBIDDEN, desc = "A read has missed its own thread's add, or gone back.")
  static final class ManyReads {}

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyGuests extends Striped {
    @Actor public void one(ZZ_Result r) { r.r1 = meet().addAndRead(20); }
    @Actor public void other(ZZ_Result r) { r.r2 = meet().addAndRead(20); }
  }

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyOfAttacherAndGuest extends Striped {
    @Actor public void attacher(ZZ_Result r) { r.r1 = attach().meet().addAndRead(20); }
    @Actor public void guest(ZZ_Result r) { r.r2 = meet().addAndRead(20); }
  }

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyOfGuestMakers extends Striped {
    @Actor public void one(ZZ_Result r) { r.r1 = as(SAME).meet().makeGuests().addAndRead(20); }
    @Actor public void other(ZZ_Result r) { r.r2 = as(SAME).meet().makeGuests().addAndRead(20); }
  }

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyOfGuestAndGuestMaker extends StripedWithOne {
    @Actor public void guest(ZZ_Result r) { r.r1 = as(SAME).meet().addAndRead(20); }
    @Actor public void maker(ZZ_Result r) { r.r2 = as(SAME).meet().makeGuests().addAndRead(20); }
  }

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyOfCounters extends StripedWithOne {
    @Actor public void one(ZZ_Result r) { r.r1 = as(SAME).meet().claim().addAndRead(20); }
    @Actor public void other(ZZ_Result r) { r.r2 = as(SAME).meet().claim().addAndRead(20); }
  }

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyOfHeirsOfAStripe extends StripedAndOrphaned {
    @Actor public void one(ZZ_Result r) { r.r1 = as(SAME).meet().attach().addAndRead(20); }
    @Actor public void other(ZZ_Result r) { r.r2 = as(SAME).meet().attach().addAndRead(20); }
  }

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyUntilFlood extends Fresh {
    @Actor public void owner(ZZ_Result r) { r.r1 = tryAttach().meet().addAndRead(3_000); }
    @Actor public void remote(ZZ_Result r) { r.r2 = meet().addAndRead(3_000); }
  }

  @JCStressTest @JCStressMeta(ManyReads.class) @State
  public static class ManyRemoteUntilFlood extends Owned {
    @Actor public void one(ZZ_Result r) { r.r1 = meet().addAndRead(3_000); }
    @Actor public void other(ZZ_Result r) { r.r2 = meet().addAndRead(3_000); }
  }
}
