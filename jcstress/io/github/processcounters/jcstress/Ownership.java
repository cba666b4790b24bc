package io.github.processcounters.jcstress;

import static io.github.processcounters.support.ThreadId.OTHER;
import static io.github.processcounters.support.ThreadId.SAME;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.Seam;
import io.github.processcounters.jcstress.Frame.Crowded;
import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Orphaned;
import io.github.processcounters.jcstress.Frame.Owned;
import io.github.processcounters.jcstress.Frame.Striped;
import io.github.processcounters.jcstress.Frame.StripedAndOrphaned;
import io.github.processcounters.jcstress.Frame.StripedWithOne;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Who owns what, after races for it: K1 to K4 take for granted that nothing has two owners, and K7 that who attaches gets
 * something while there is room. Each actor tells how much it owns in the end: a single set, or so many stripes.
 */
public final class Ownership {

  private Ownership() {}

  // BOTH. Two threads attach, or get stripes by counting. One of them goes without if it does not see that its table or
  // its stripe has become another's meanwhile; and one gets two if each of two upgraders gives it a stripe.

  @Description("Two threads each become the owner of something.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each owns one thing.")
  @Outcome(expect = FORBIDDEN, desc = "One owns nothing, or too much.")
  static final class Both {}

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class OwnerAndAttacher extends Fresh {
    @Actor public void owner(II_Result r) { r.r1 = attach().meet().attach().meet().owned(); }
    @Actor public void attacher(II_Result r) { r.r2 = meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class AttacherAndAttacher extends Fresh {
    @Actor public void one(II_Result r) { r.r1 = meet().attach().meet().owned(); }
    @Actor public void other(II_Result r) { r.r2 = meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class SecondAttacherAndThird extends Owned {
    @Actor public void one(II_Result r) { r.r1 = meet().attach().meet().owned(); }
    @Actor public void other(II_Result r) { r.r2 = meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class AttachersOfTwoPlaces extends Striped {
    @Actor public void one(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void other(II_Result r) { r.r2 = as(OTHER).meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class AttachersOfOneStripe extends StripedWithOne {
    @Actor public void one(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void other(II_Result r) { r.r2 = as(SAME).meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class AttacherToAStripeAndToAPlace extends StripedWithOne {
    @Actor public void claims(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void replacesTheTable(II_Result r) { r.r2 = as(OTHER).meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class CounterAndCounter extends StripedWithOne {
    @Actor public void one(II_Result r) { r.r1 = as(SAME).meet().claim().meet().owned(); }
    @Actor public void other(II_Result r) { r.r2 = as(SAME).meet().claim().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class AttacherAndCounter extends StripedWithOne {
    @Actor public void attacher(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void counter(II_Result r) { r.r2 = as(SAME).meet().claim().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class AttachersToACrowd extends Crowded {
    @Actor public void one(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void other(II_Result r) { r.r2 = as(SAME).meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class AttacherToACrowdAndToAPlace extends Crowded {
    @Actor public void grows(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void replacesTheTable(II_Result r) { r.r2 = as(OTHER).meet().attach().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(Both.class) @State
  public static class HeirAndHeirOfAStripe extends StripedAndOrphaned {
    @Actor public void one(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void other(II_Result r) { r.r2 = as(SAME).meet().attach().meet().owned(); }
  }

  @JCStressTest
  @Description("Two threads stripe a set whose owner lives.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The owner has a stripe, and that is all.")
  @Outcome(expect = FORBIDDEN, desc = "The owner has none, or two.")
  @State
  public static class UpgraderAndUpgrader extends Owned {
    @Actor public void one() { meet().upgrade(); }
    @Actor public void other() { meet().upgrade(); }
    @Arbiter public void look(I_Result r) { r.r1 = Seam.stripes(counters); }
  }

  // ONE. The first thread becomes, or stays, an owner, whatever the second does meanwhile: upgrade, read and let a dead
  // owner go, or replace the table.

  @Description("One thread becomes the owner of something, the other of nothing.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first owns one thing.")
  @Outcome(expect = FORBIDDEN, desc = "The first owns nothing, or one of them too much.")
  static final class One {}

  @JCStressTest @JCStressMeta(One.class) @State
  public static class OwnerAndUpgrader extends Fresh {
    @Actor public void owner(II_Result r) { r.r1 = attach().meet().attach().meet().owned(); }
    @Actor public void upgrader(II_Result r) { r.r2 = meet().upgrade().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(One.class) @State
  public static class UpgradingOwnerAndUpgrader extends Fresh {
    @Actor public void owner(II_Result r) { r.r1 = attach().meet().upgrade().meet().owned(); }
    @Actor public void upgrader(II_Result r) { r.r2 = meet().upgrade().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(One.class) @State
  public static class AttacherAndUpgrader extends Owned {
    @Actor public void attacher(II_Result r) { r.r1 = meet().attach().meet().owned(); }
    @Actor public void upgrader(II_Result r) { r.r2 = meet().upgrade().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(One.class) @State
  public static class HeirAndReader extends Orphaned {
    @Actor public void heir(II_Result r) { r.r1 = meet().add(1).meet().owned(); }
    @Actor public void reader(II_Result r) { r.r2 = meet().read().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(One.class) @State
  public static class HeirOfAStripeAndReader extends StripedAndOrphaned {
    @Actor public void heir(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void reader(II_Result r) { r.r2 = meet().read().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(One.class) @State
  public static class AttacherAndGuestMaker extends Striped {
    @Actor public void attacher(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void guest(II_Result r) { r.r2 = as(OTHER).meet().makeGuests().meet().owned(); }
  }

  @JCStressTest @JCStressMeta(One.class) @State
  public static class AttacherToACrowdAndGuestMaker extends Crowded {
    @Actor public void attacher(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void guest(II_Result r) { r.r2 = as(OTHER).meet().makeGuests().meet().owned(); }
  }

  // A thread that got its stripe by counting attaches: closing that attachment leaves.
  @JCStressTest @JCStressMeta(One.class) @State
  public static class AttacherAndCounterThatCloses extends StripedWithOne {
    @Actor public void attacher(II_Result r) { r.r1 = as(SAME).meet().attach().meet().owned(); }
    @Actor public void counter(II_Result r) {
      r.r2 = as(SAME).claim().meet().attachAndClose().meet().owned();
    }
  }
}
