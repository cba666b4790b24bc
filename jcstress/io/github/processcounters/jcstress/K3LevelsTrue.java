package io.github.processcounters.jcstress;

import static io.github.processcounters.support.ThreadId.SAME;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.Attachment;
import io.github.processcounters.jcstress.Frame.Crowded;
import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Owned;
import io.github.processcounters.jcstress.Frame.Striped;
import io.github.processcounters.jcstress.Frame.StripedAndOrphaned;
import io.github.processcounters.jcstress.Frame.StripedAndUsed;
import io.github.processcounters.jcstress.Frame.StripedWithGuests;
import io.github.processcounters.jcstress.Frame.StripedWithOne;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * K3, levels read true: a read is never below all levels of its time, nor above them, unless it met decrements in each
 * try.
 */
public final class K3LevelsTrue {

  private K3LevelsTrue() {}

  // UP, THEN DOWN. One thread adds 1 and then -1, in words of two kinds, or of one. A read fails if it takes the ups,
  // or the table, and then the downs: it counts the decrement alone. (Single sets: see K2, whose reads are exact.)

  @Description("K3: a level goes to 1 and back to 0.")
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The read was before the increment, or counts both.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The read was between the two, or missed a racing decrement.")
  @Outcome(id = "-1", expect = FORBIDDEN, desc = "The decrement counts, its increment does not.")
  @Outcome(expect = FORBIDDEN, desc = "The level was never that high, or that low.")
  static final class Level {}

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class LocalThenStripe extends Fresh {
    @Actor public void owner() { attach().meet().increment().upgrade().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class LocalThenStripeBySums extends Fresh {
    @Actor public void owner() { attach().meet().increment().upgrade().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sumOfAll(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class RemoteThenStripe extends Owned {
    @Actor public void attacher() { meet().increment().attach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class LocalThenRemote extends Fresh {
    @Actor public void leaver() { attach().meet().increment().detach().upgrade().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class Attached extends Striped {
    @Actor public void attached() { attach().meet().increment().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class AttachedBySums extends Striped {
    @Actor public void attached() { attach().meet().increment().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sumOfAll(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class ThroughAnAttachment extends Striped {
    @Actor public void attached() {
      Attachment attachment = counters.attach();
      meeting.await();
      attachment.increment(0);
      attachment.decrement(0);
    }

    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class Guest extends Striped {
    @Actor public void guest() { meet().increment().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class RemoteThenNewStripe extends Striped {
    @Actor public void attacher() { meet().increment().attach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class StripeThenRemote extends StripedAndUsed {
    @Actor public void detacher() { as(SAME).attach().meet().increment().detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class RemoteThenStripeAgain extends StripedAndUsed {
    @Actor public void attacher() { as(SAME).meet().increment().attach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class NewStripeThenRemote extends Striped {
    @Actor public void visitor() { meet().attach().increment().detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class StripeThenStripe extends Striped {
    @Actor public void mover() { attach().meet().increment().detach().attach().decrement(); }
    @Actor public void taker(J_Result r) { r.r1 = meet().attach().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class GuestOfAStripe extends StripedWithGuests {
    @Actor public void guest() { as(SAME).meet().increment().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class GuestThenStripe extends StripedWithGuests {
    @Actor public void counter() { as(SAME).meet().increment().claim().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class StripeThenGuest extends StripedWithGuests {
    @Actor public void counter() { as(SAME).claim().meet().increment().detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class StripeByCounting extends StripedWithOne {
    @Actor public void counter() { as(SAME).claim().meet().increment().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  // GROWING. Meanwhile the set gets words that it had not: its first stripe, or another, a larger table, or words for
  // guests. A read fails if it goes on with what there was when it began: the increment is in new words, the decrement
  // in old ones.

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class FirstStripeDuringTheRead extends Striped {
    @Actor public void visitor() { meet().fivePairs().attach().increment().detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class StripeDuringTheRead extends StripedAndUsed {
    @Actor public void visitor() { as(SAME).meet().attach().increment().detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = as(SAME).attach().meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class StripeOfACrowdDuringTheRead extends Crowded {
    @Actor public void visitor() { as(SAME).meet().attach().increment().detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class StripeByCountingDuringTheRead extends StripedAndUsed {
    @Actor public void visitor() { as(SAME).meet().claim().increment().detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = as(SAME).attach().meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class GuestsDuringTheRead extends StripedWithOne {
    @Actor public void maker() { as(SAME).meet().increment().makeGuests().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class GuestsOfANewStripeDuringTheRead extends Striped {
    @Actor public void maker() { as(SAME).meet().increment().makeGuests().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class GuestsThenStripeDuringTheRead extends StripedAndUsed {
    @Actor public void maker() { as(SAME).meet().makeGuests().increment().claim().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @Description("K3: two guests each move a level by 1 and back, and read it in between.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Neither was in the other's pairs.")
  @Outcome(id = {"1, 2", "2, 1", "2, 2"}, expect = ACCEPTABLE, desc = "At least one was in one of the other's pairs.")
  @Outcome(expect = FORBIDDEN, desc = "The level was never that high, or that low.")
  static final class LevelsOfTwo {}

  @JCStressTest @JCStressMeta(LevelsOfTwo.class) @State
  public static class GuestsInTurn extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = meet().pairsAndReads(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().pairsAndReads(); }
  }

  @JCStressTest @JCStressMeta(LevelsOfTwo.class) @State
  public static class GuestMakersDuringTheRead extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = as(SAME).meet().makeGuests().pairsAndReads(); }
    @Actor public void other(JJ_Result r) { r.r2 = as(SAME).meet().makeGuests().pairsAndReads(); }
  }

  // PAIRS. One thread goes up and down five times, which is less often than a read tries: one try meets no decrement. A
  // read fails if it does not see that one came in after it took the downs, in a stripe, a guest's or the owner's words:
  // then it counts the next increments on top. Or an upgrade comes in between, and parts a pair.

  @Description("K3: a level goes to 1 and back to 0, five times.")
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The read was before or after all, or between two pairs.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The read was within a pair.")
  @Outcome(id = {"2", "3", "4", "5"}, expect = FORBIDDEN, desc = "The level was never that high.")
  @Outcome(expect = FORBIDDEN, desc = "A decrement counts whose increment does not.")
  static final class Pairs {}

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class AttachedPairs extends Striped {
    @Actor public void attached() { attach().meet().fivePairs(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class AttachedPairsBySums extends Striped {
    @Actor public void attached() { attach().meet().fivePairs(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sumOfAll(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class GuestPairs extends Striped {
    @Actor public void guest() { meet().fivePairs(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class GuestOfAStripePairs extends StripedWithGuests {
    @Actor public void guest() { as(SAME).meet().fivePairs(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class PairsByCounting extends StripedWithGuests {
    @Actor public void counter() { as(SAME).meet().claim().fivePairs(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class PairsOfAnHeirOfAStripe extends StripedAndOrphaned {
    @Actor public void heir() { as(SAME).meet().attach().fivePairs(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class OwnerPairsAndUpgrader extends Fresh {
    @Actor public void owner() { attach().meet().fivePairs(); }
    @Actor public void upgrader(J_Result r) { r.r1 = meet().upgrade().sum(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class RemotePairsAndUpgrader extends Owned {
    @Actor public void remote() { meet().fivePairs(); }
    @Actor public void upgrader(J_Result r) { r.r1 = meet().upgrade().sum(); }
  }

  @JCStressTest @JCStressMeta(Pairs.class) @State
  public static class OwnerPairsAndAttacher extends Fresh {
    @Actor public void owner() { attach().meet().fivePairs(); }
    @Actor public void attacher(J_Result r) { r.r1 = meet().attach().sum(); }
  }

  // LATE. An owner that is displaced in mid-add takes the level down where the read has been, and up again, in its
  // stripe, where the read has not been yet. A read fails if it does not look at the owner's words again.

  @JCStressTest @JCStressMeta(Level.class) @State
  public static class LateDecrement extends Fresh {
    @Actor public void owner() { attach().increment().meet().decrement().increment(); }
    @Actor public void upgrader(J_Result r) { r.r1 = meet().upgrade().sum(); }
  }

  // FLOOD. Many pairs of remote updates stripe the set while another thread reads; too many for an upper bound.

  @JCStressTest
  @Description("K3: a level goes to 1 and back to 0 until the set is striped, and on.")
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "No read was below 0.")
  @Outcome(expect = FORBIDDEN, desc = "A decrement counts whose increment does not.")
  @State
  public static class FloodAndReader extends Owned {
    @Actor public void flood() {
      meeting.await();
      for (int i = 0; i < 400; i++) {
        fivePairs();
      }
    }

    @Actor public void reader(J_Result r) {
      meeting.await();
      long lowest = 0;
      for (int i = 0; i < 2_000; i++) {
        lowest = Math.min(lowest, counters.sum(0));
      }
      r.r1 = lowest;
    }
  }
}
