package io.github.processcounters.jcstress;

import static io.github.processcounters.support.ThreadId.OTHER;
import static io.github.processcounters.support.ThreadId.SAME;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.Attachment;
import io.github.processcounters.jcstress.Frame.Crowded;
import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.FullButOne;
import io.github.processcounters.jcstress.Frame.Orphaned;
import io.github.processcounters.jcstress.Frame.Owned;
import io.github.processcounters.jcstress.Frame.Striped;
import io.github.processcounters.jcstress.Frame.StripedAndOrphaned;
import io.github.processcounters.jcstress.Frame.StripedWithGuests;
import io.github.processcounters.jcstress.Frame.StripedWithOne;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** K1, nothing lost, nothing twice. One thread adds 1 many times, the other 1000; who finishes last reads. */
public final class K1NothingLost {

  private K1NothingLost() {}

  @Description("K1: a read after all updates returns their sum.")
  @Outcome(id = "250250", expect = ACCEPTABLE, desc = "Every add, once.")
  @Outcome(expect = FORBIDDEN, desc = "An add was lost, or counted twice.")
  static final class Total {}

  // SINGLE. The owner writes its words plainly; all others update theirs, which the first of them makes. An add is lost
  // if two threads write one word plainly (both took the set, one from the other in mid-add, or from a stale word), if
  // two remote updates overwrite each other, or if each makes words for them.

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class OwnerAndRemote extends Fresh {
    @Actor public void owner(J_Result r) { tryAttach().race(r, () -> add(250, 1)); }
    @Actor public void remote(J_Result r) { race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class FirstAndFirst extends Fresh {
    @Actor public void one(J_Result r) { race(r, () -> add(250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class RemoteAndRemote extends Owned {
    @Actor public void one(J_Result r) { race(r, () -> add(250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HandOver extends Fresh {
    @Actor public void one(J_Result r) { race(r, () -> comeAndGo(1, 250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> comeAndGo(1, 250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HandOverByCounting extends Fresh {
    @Actor public void one(J_Result r) { race(r, () -> countAndGo(50, 5, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> countAndGo(50, 5, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HandOverByTryAttach extends Fresh {
    @Actor public void one(J_Result r) { race(r, () -> tryAndGo(50, 5, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> tryAndGo(50, 5, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HeirAndHeir extends Orphaned {
    @Actor public void one(J_Result r) { race(r, () -> add(250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HeirAndReader extends Orphaned {
    @Actor public void heir(J_Result r) { race(r, () -> add(250, 1)); }
    @Actor public void reader(J_Result r) {
      race(r, () -> {
        counters.sum(0);
        add(250, 1000);
      });
    }
  }

  // UPGRADE. Meanwhile the owner may be in the middle of an add, which it makes late, or leave; another thread may
  // upgrade, too. An add is lost if it is moved while it is made, if reads cease to look where it is made, or if each
  // of two threads puts a table in place and counts in its own.

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class OwnerAndUpgrader extends Fresh {
    @Actor public void owner(J_Result r) { attach().race(r, () -> add(250, 1)); }
    @Actor public void upgrader(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class FirstAndUpgrader extends Fresh {
    @Actor public void first(J_Result r) { race(r, () -> add(250, 1)); }
    @Actor public void upgrader(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class RemoteAndUpgrader extends Owned {
    @Actor public void remote(J_Result r) { race(r, () -> add(250, 1)); }
    @Actor public void upgrader(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class UpgraderAndUpgrader extends Owned {
    @Actor public void one(J_Result r) { race(r, () -> upgradeAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttacherAndAttacher extends Fresh {
    @Actor public void one(J_Result r) { race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class SecondAttacherAndThird extends Owned {
    @Actor public void one(J_Result r) { race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class DetacherAndSecondAttacher extends Fresh {
    @Actor public void detacher(J_Result r) { attach().race(r, () -> addDetachAndAdd(125, 1)); }
    @Actor public void attacher(J_Result r) { race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class DetacherAndUpgrader extends Fresh {
    @Actor public void detacher(J_Result r) { attach().race(r, () -> addDetachAndAdd(125, 1)); }
    @Actor public void upgrader(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachmentAndUpgrader extends Fresh {
    @Actor public void attached(J_Result r) {
      Attachment attachment = counters.attach();
      race(r, () -> add(attachment, 250, 1));
    }

    @Actor public void upgrader(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AllAndUpgrader extends Fresh {
    @Actor public void owner(J_Result r) { attach().race(r, () -> addAll(250, 1)); }
    @Actor public void upgrader(J_Result r) {
      race(r, () -> {
        counters.upgrade();
        addAll(250, 1000);
      });
    }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttacherAndUpgrader extends Owned {
    @Actor public void attacher(J_Result r) { race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void upgrader(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class UpgradingOwnerAndUpgrader extends Fresh {
    @Actor public void owner(J_Result r) { attach().race(r, () -> upgradeAndAdd(250, 1)); }
    @Actor public void upgrader(J_Result r) { race(r, () -> upgradeAndAdd(250, 1000)); }
  }

  // FLOOD. A flood of remote updates stripes the set, and it takes some 2,100 of them. So here one thread makes 4,000,
  // and the other is at it long enough to be there still when that happens. An add is lost if the two do not agree on
  // where they count from then on.

  @Description("K1: a read after all updates returns their sum, and so many have striped the set.")
  @Outcome(id = "4000020000", expect = ACCEPTABLE, desc = "Every add, once.")
  @Outcome(expect = FORBIDDEN, desc = "An add was lost, or counted twice.")
  static final class FloodedTotal {}

  @JCStressTest @JCStressMeta(FloodedTotal.class) @State
  public static class OwnerAndFlood extends Fresh {
    @Actor public void owner(J_Result r) { tryAttach().race(r, () -> add(20_000, 1)); }
    @Actor public void flood(J_Result r) { race(r, () -> add(4_000, 1_000_000)); }
  }

  @JCStressTest @JCStressMeta(FloodedTotal.class) @State
  public static class FloodAndFlood extends Owned {
    @Actor public void other(J_Result r) { race(r, () -> add(4_000, 5)); }
    @Actor public void flood(J_Result r) { race(r, () -> add(4_000, 1_000_000)); }
  }

  @JCStressTest @JCStressMeta(FloodedTotal.class) @State
  public static class DetacherAndFlood extends Fresh {
    @Actor public void detacher(J_Result r) { race(r, () -> countAndGo(200, 100, 1)); }
    @Actor public void flood(J_Result r) { race(r, () -> add(4_000, 1_000_000)); }
  }

  // STRIPED. An attached thread writes its stripe plainly; all others are guests, and update shared words. An add is
  // lost if a stripe has two owners, if the next goes on from a stale word, if a table takes the place of a newer one, or
  // if a shared word is not updated atomically.

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestAndGuest extends Striped {
    @Actor public void one(J_Result r) { race(r, () -> add(250, 1)); }
    @Actor public void other(J_Result r) { race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttacherAndGuest extends Striped {
    @Actor public void attacher(J_Result r) { race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void guest(J_Result r) { race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachersOfOneId extends Striped {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachersOfOneStripe extends StripedWithOne {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HandOverOfAStripe extends StripedWithOne {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> comeAndGo(50, 5, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> comeAndGo(50, 5, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class DetacherOfAStripeAndAttacher extends StripedWithOne {
    @Actor public void detacher(J_Result r) { as(SAME).attach().race(r, () -> addDetachAndAdd(125, 1)); }
    @Actor public void attacher(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachersOfTwoPlaces extends Striped {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(OTHER).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttacherToAStripeAndToAPlace extends StripedWithOne {
    @Actor public void claims(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void replacesTheTable(J_Result r) { as(OTHER).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachersToACrowd extends Crowded {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachersToTheLastPlace extends FullButOne {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HeirAndHeirOfAStripe extends StripedAndOrphaned {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HeirOfAStripeAndReader extends StripedAndOrphaned {
    @Actor public void heir(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1)); }
    @Actor public void reader(J_Result r) {
      as(SAME);
      race(r, () -> {
        counters.sum(0);
        attachAndAdd(250, 1000);
      });
    }
  }

  // GUESTS. A flood gives guests words of their own, beside a stripe that is there or in a new one; and another one gives
  // a thread a stripe, by counting. An add is lost if words are made twice, or if one that counts in them all at once
  // owns them, or no longer does.

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestMakersOfANewStripe extends Striped {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> makeGuestsAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> makeGuestsAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestMakersOfOneStripe extends StripedWithOne {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> makeGuestsAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> makeGuestsAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestMakersOfTwoStripes extends Striped {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> makeGuestsAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(OTHER).race(r, () -> makeGuestsAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestMakerAndGuest extends StripedWithOne {
    @Actor public void maker(J_Result r) { as(SAME).race(r, () -> makeGuestsAndAdd(250, 1)); }
    @Actor public void guest(J_Result r) { as(SAME).race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestMakerAndAttacher extends Striped {
    @Actor public void maker(J_Result r) { as(SAME).race(r, () -> makeGuestsAndAdd(250, 1)); }
    @Actor public void attacher(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestMakerAndClaimant extends StripedWithOne {
    @Actor public void maker(J_Result r) { as(OTHER).race(r, () -> makeGuestsAndAdd(250, 1)); }
    @Actor public void claimant(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestMakerAndAttacherToACrowd extends Crowded {
    @Actor public void maker(J_Result r) { as(OTHER).race(r, () -> makeGuestsAndAdd(250, 1)); }
    @Actor public void attacher(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestsOfOneStripe extends StripedWithGuests {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> add(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class GuestAndOwnerOfAStripe extends StripedWithGuests {
    @Actor public void owner(J_Result r) { as(SAME).attach().race(r, () -> add(250, 1)); }
    @Actor public void guest(J_Result r) { as(SAME).race(r, () -> add(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class CounterAndCounter extends StripedWithGuests {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> claimAndAdd(250, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> claimAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class CounterAndAttacher extends StripedWithGuests {
    @Actor public void counter(J_Result r) { as(SAME).race(r, () -> claimAndAdd(250, 1)); }
    @Actor public void attacher(J_Result r) { as(SAME).race(r, () -> attachAndAdd(250, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class HandOverByCountingOfAStripe extends StripedWithOne {
    @Actor public void one(J_Result r) { as(SAME).race(r, () -> claimAndGo(50, 5, 1)); }
    @Actor public void other(J_Result r) { as(SAME).race(r, () -> claimAndGo(50, 5, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class CounterThatClosesAndAttacher extends StripedWithOne {
    @Actor public void counter(J_Result r) {
      as(SAME);
      claim();
      race(r, () -> {
        try (Attachment attachment = counters.attach()) {
          add(attachment, 125, 1);
        }
        add(125, 1);
      });
    }

    @Actor public void attacher(J_Result r) { as(SAME).race(r, () -> comeAndGo(50, 5, 1000)); }
  }

  @JCStressTest
  @Description("K1: a thread that got its stripe by counting dies, while another one comes and goes there.")
  @Outcome(id = "250", expect = ACCEPTABLE, desc = "Every add of the dead thread, once, and all of the other's.")
  @Outcome(expect = FORBIDDEN, desc = "An add was lost, or counted twice.")
  @State
  public static class DyingCounterAndVisitor extends StripedWithOne {
    private volatile boolean died;
    private int visits;

    @Actor public void counter() {
      Sets.runAndDie(() -> {
        as(SAME);
        claimAndAdd(250, 1);
      });
      died = true;
    }

    @Actor public void visitor() {
      as(SAME);
      for (int i = 0; i < 10_000 && !died; i++) {
        comeAndGo(1, 5, 1000);
        visits++;
      }
    }

    @Arbiter public void look(J_Result r) {
      r.r1 = counters.sum(0) - visits * 5000L;
    }
  }

  // ATTACHMENTS. One remembers the stripe of its thread. An add is lost if that is another thread's by now and is
  // written plainly all the same, or if another thread counts through the attachment and writes as if it were the
  // first.

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachmentToALostStripe extends StripedWithOne {
    @Actor public void loser(J_Result r) {
      as(SAME);
      Attachment attachment = counters.attach();
      race(r, () -> {
        for (int i = 0; i < 50; i++) {
          add(attachment, 5, 1);
          counters.detach();
        }
      });
    }

    @Actor public void finder(J_Result r) { as(SAME).race(r, () -> comeAndGo(50, 5, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class AttachmentOfBoth extends Fresh {
    private volatile Attachment attachment;

    @Actor public void attached(J_Result r) {
      attachment = counters.attach();
      attachment.add(0, 0);
      race(r, () -> add(attachment, 250, 1));
    }

    @Actor public void other(J_Result r) {
      race(r, () -> add(attachment == null ? counters.attach() : attachment, 250, 1000));
    }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class StripedAttachmentOfBoth extends Striped {
    private volatile Attachment attachment;

    @Actor public void attached(J_Result r) {
      attachment = counters.attach();
      attachment.add(0, 0);
      race(r, () -> add(attachment, 250, 1));
    }

    @Actor public void other(J_Result r) {
      race(r, () -> add(attachment == null ? counters.attach() : attachment, 250, 1000));
    }
  }
}
