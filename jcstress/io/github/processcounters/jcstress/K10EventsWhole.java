package io.github.processcounters.jcstress;

import static io.github.processcounters.support.ThreadId.SAME;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.CounterDeltas;
import io.github.processcounters.ProcessTotals;
import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Full;
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
import org.openjdk.jcstress.infra.results.IJI_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * K10, events are whole, and what the other clauses say of them. An event adds the same to both counters. The owner's go
 * to one of two arrays; those of who owns nothing to one that is replaced. No writer waits: readers look twice, or ask.
 */
public final class K10EventsWhole {

  private K10EventsWhole() {}

  // WRITER AND READER. One thread adds 1 to both counters many times, the other reads both. A read fails if it takes one
  // counter before an event and the other after it; if it goes on in an array that the writer has begun to overwrite; or
  // if it goes over the stripes once for each counter. Who reads may also be what makes the writer go elsewhere.

  @Description("K10, K4: one thread adds events, the other reads both counters.")
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "Whole events, and no less than before.")
  @Outcome(expect = FORBIDDEN, desc = "A read has a part of an event, or has gone back.")
  static final class Whole {}

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class OwnerAndReader extends Fresh {
    @Actor public void owner() { tryAttach().meet().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class FirstAndReader extends Fresh {
    @Actor public void first() { meet().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class HeirAndReader extends Orphaned {
    @Actor public void heir() { meet().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class LeaverAndReader extends Fresh {
    @Actor public void leaver() { meet().addEventsInTurn(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class OwnerAndUpgrader extends Fresh {
    @Actor public void owner() { tryAttach().meet().addEvents(40, 1); }
    @Actor public void upgrader(Z_Result r) { r.r1 = meet().upgrade().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class OwnerAndAttacher extends Fresh {
    @Actor public void owner() { tryAttach().meet().addEvents(40, 1); }
    @Actor public void attacher(Z_Result r) { r.r1 = meet().attach().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class RemoteAndReader extends Owned {
    @Actor public void remote() { meet().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class AttacherAndReader extends Owned {
    @Actor public void attacher() { meet().addEvents(10, 1).attach().addEvents(30, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class AttachedAndReader extends Striped {
    @Actor public void attached() { attach().meet().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class DetacherAndReader extends Striped {
    @Actor public void detacher() { attach().meet().addEvents(30, 1).detach().addEvents(10, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class GuestAndReader extends Striped {
    @Actor public void guest() { meet().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class GuestOfAFullTableAndReader extends Full {
    @Actor public void guest() { as(SAME).attach().meet().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class HeirOfAStripeAndReader extends StripedAndOrphaned {
    @Actor public void heir() { as(SAME).meet().attach().addEvents(40, 1); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readEvents(); }
  }

  // DELTAS AND TOTALS. They read all counters of a set at once, too; a part also when it is closed.

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class OwnerAndDrainer extends Fresh {
    private final CounterDeltas deltas = new CounterDeltas(counters);

    @Actor public void owner() { tryAttach().meet().addEvents(40, 1); }
    @Actor public void drainer(Z_Result r) {
      meeting.await();
      boolean whole = true;
      for (int i = 0; i < 20; i++) {
        long[] drained = deltas.drain();
        whole &= drained[0] == drained[1] && drained[0] >= 0;
      }
      r.r1 = whole;
    }
  }

  @JCStressTest @JCStressMeta(Whole.class) @State
  public static class CloserAndReader {
    private final ProcessTotals totals = new ProcessTotals(Frame.SIZE);
    private final Meeting meeting = new Meeting();

    @Actor public void closer() {
      meeting.await();
      for (int i = 0; i < 10; i++) {
        try (ProcessTotals.Part part = totals.begin()) {
          part.counters().addAtomically(new long[] {1, 1});
          part.counters().addAtomically(new long[] {2, 2});
        }
      }
    }
    @Actor public void reader(Z_Result r) {
      meeting.await();
      boolean whole = true;
      long before = 0;
      for (int i = 0; i < 20; i++) {
        long[] sums = totals.sums();
        whole &= sums[0] == sums[1] && sums[0] >= before;
        before = sums[0];
      }
      r.r1 = whole;
    }
  }

  // TWO WRITERS WHO READ. Each reads after every event of its own, which that read must have. Both may be in one array,
  // or write the same two in turn, when one of them has left.

  @Description("K10, K4: two threads add events, and read after each.")
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Whole events, all own ones, and no less than before.")
  @Outcome(expect = FORBIDDEN, desc = "A read has a part of an event, has missed an own one, or has gone back.")
  static final class WholeForBoth {}

  @JCStressTest @JCStressMeta(WholeForBoth.class) @State
  public static class FirstAndFirst extends Fresh {
    @Actor public void one(ZZ_Result r) { r.r1 = meet().addEventsAndRead(); }
    @Actor public void other(ZZ_Result r) { r.r2 = meet().addEventsAndRead(); }
  }

  @JCStressTest @JCStressMeta(WholeForBoth.class) @State
  public static class RemoteAndRemote extends Owned {
    @Actor public void one(ZZ_Result r) { r.r1 = meet().addEventsAndRead(); }
    @Actor public void other(ZZ_Result r) { r.r2 = meet().addEventsAndRead(); }
  }

  @JCStressTest @JCStressMeta(WholeForBoth.class) @State
  public static class AttacherAndAttacher extends Fresh {
    @Actor public void one(ZZ_Result r) { r.r1 = meet().attach().addEventsAndRead(); }
    @Actor public void other(ZZ_Result r) { r.r2 = meet().attach().addEventsAndRead(); }
  }

  @JCStressTest @JCStressMeta(WholeForBoth.class) @State
  public static class AttachedAndGuest extends Striped {
    @Actor public void attached(ZZ_Result r) { r.r1 = attach().meet().addEventsAndRead(); }
    @Actor public void guest(ZZ_Result r) { r.r2 = meet().addEventsAndRead(); }
  }

  @JCStressTest @JCStressMeta(WholeForBoth.class) @State
  public static class AttachersOfOneStripe extends StripedWithOne {
    @Actor public void one(ZZ_Result r) { r.r1 = as(SAME).meet().attach().addEventsAndRead(); }
    @Actor public void other(ZZ_Result r) { r.r2 = as(SAME).meet().attach().addEventsAndRead(); }
  }

  // NOTHING LOST. One thread adds 1 many times, the other 1000, to both counters; who finishes last reads. An event is
  // lost if two threads make the arrays, or replace the shared one, at once; if they both write one array; or if reads
  // cease to look where it is.

  @Description("K1: a read after all events returns their sum.")
  @Outcome(id = "100100, 100100", expect = ACCEPTABLE, desc = "Every event, once.")
  @Outcome(expect = FORBIDDEN, desc = "An event was lost, or counted twice.")
  static final class Total {}

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfOwnerAndRemote extends Fresh {
    @Actor public void owner(JJ_Result r) { tryAttach().raceOfEvents(r, () -> addEvents(100, 1)); }
    @Actor public void remote(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfFirstAndFirst extends Fresh {
    @Actor public void one(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1)); }
    @Actor public void other(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfRemoteAndRemote extends Owned {
    @Actor public void one(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1)); }
    @Actor public void other(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfGuestAndGuest extends Striped {
    @Actor public void one(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1)); }
    @Actor public void other(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfOwnersInTurn extends Fresh {
    @Actor public void one(JJ_Result r) { raceOfEvents(r, () -> addEventsInTurn(100, 1)); }
    @Actor public void other(JJ_Result r) { raceOfEvents(r, () -> addEventsInTurn(100, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfOwnerAndUpgrader extends Fresh {
    @Actor public void owner(JJ_Result r) { tryAttach().raceOfEvents(r, () -> addEvents(100, 1)); }
    @Actor public void upgrader(JJ_Result r) { raceOfEvents(r, () -> upgrade().addEvents(100, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfRemoteAndUpgrader extends Owned {
    @Actor public void remote(JJ_Result r) { raceOfEvents(r, () -> addEvents(100, 1)); }
    @Actor public void upgrader(JJ_Result r) { raceOfEvents(r, () -> upgrade().addEvents(100, 1000)); }
  }

  @JCStressTest @JCStressMeta(Total.class) @State
  public static class TotalOfAttachersInTurn extends StripedWithOne {
    @Actor public void one(JJ_Result r) { as(SAME).raceOfEvents(r, () -> comeAndAddEvents(50, 2, 1)); }
    @Actor public void other(JJ_Result r) { as(SAME).raceOfEvents(r, () -> comeAndAddEvents(50, 2, 1000)); }
  }

  // ADD THEN READ. As in K2 and K4; one thread adds an event, or both do. The threads miss each other if one reads while
  // its event is still in the store buffer.

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class OwnersEventAndRemotesAdd extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = tryAttach().meet().addEvents(1, 1).sum(); }
    @Actor public void remote(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class RemotesEventAndOwnersAdd extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = tryAttach().meet().add(1).sum(); }
    @Actor public void remote(JJ_Result r) { r.r2 = meet().addEvents(1, 10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class OwnersEventAndRemotesEvent extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = tryAttach().meet().addEvents(1, 1).sum(); }
    @Actor public void remote(JJ_Result r) { r.r2 = meet().addEvents(1, 10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class AttachedsEventAndAttachedsEvent extends Striped {
    @Actor public void one(JJ_Result r) { r.r1 = attach().meet().addEvents(1, 1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = attach().meet().addEvents(1, 10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class LeaversEventAndAttachedsAdd extends Striped {
    @Actor public void leaver(JJ_Result r) { r.r1 = attach().meet().read().addEvents(1, 1).detach().sum(); }
    @Actor public void attached(JJ_Result r) { r.r2 = attach().meet().read().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class OwnersEventAndUpgradersAdd extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = tryAttach().meet().addEvents(1, 1).sum(); }
    @Actor public void upgrader(JJ_Result r) { r.r2 = meet().upgrade().add(10).sum(); }
  }

  // ONE ORDER, TWO LOOKS. As in K2; the counter goes up by events, and down by single adds. A read fails if it takes what
  // the events have, and what single adds have, at different moments.

  @JCStressTest @JCStressMeta(K2Exact.OneOrder.class) @State
  public static class OwnerAndRemoteInOneOrder extends Fresh {
    private final Log log = new Log();

    @Actor public void owner() {
      counters.tryAttach();
      meeting.await();
      log.addFirst(counters, Series::addByEvents);
    }
    @Actor public void remote() {
      meeting.await();
      log.addSecond(counters, Series::addByEvents);
    }
    @Arbiter public void look(Z_Result r) { r.r1 = log.isInOneOrder(); }
  }

  @JCStressTest @JCStressMeta(K2Exact.OneOrder.class) @State
  public static class RemoteAndRemoteInOneOrder extends Owned {
    private final Log log = new Log();

    @Actor public void one() {
      meeting.await();
      log.addFirst(counters, Series::addByEvents);
    }
    @Actor public void other() {
      meeting.await();
      log.addSecond(counters, Series::addByEvents);
    }
    @Arbiter public void look(Z_Result r) { r.r1 = log.isInOneOrder(); }
  }

  @JCStressTest @JCStressMeta(K2Exact.FirstParts.class) @State
  public static class OwnerInOrder extends Fresh {
    @Actor public void owner() {
      counters.tryAttach();
      meeting.await();
      Series.add(counters, Series::addByEvents);
    }
    @Actor public void reader(Z_Result r) {
      meeting.await();
      r.r1 = Series.read(counters);
    }
  }

  @JCStressTest @JCStressMeta(K2Exact.FirstParts.class) @State
  public static class RemoteInOrder extends Owned {
    @Actor public void remote() {
      meeting.await();
      Series.add(counters, Series::addByEvents);
    }
    @Actor public void reader(Z_Result r) {
      meeting.await();
      r.r1 = Series.read(counters);
    }
  }

  @JCStressTest @JCStressMeta(K2Exact.FirstParts.class) @State
  public static class OwnersInTurnInOrder extends Fresh {
    @Actor public void leaver() {
      meeting.await();
      Series.addInTurn(counters, Series::addByEvents);
    }
    @Actor public void reader(Z_Result r) {
      meeting.await();
      r.r1 = Series.readInTurn(counters);
    }
  }

  // TWO READS. As in K4; one thread adds 1 and then 10, by an event and by a single add. The set is single, so no read has
  // 10 alone (K2). The event is the first one, or the first of a thread that owns nothing.

  @Description("K2: one thread adds 1 and then 10, the other reads twice.")
  @Outcome(id = {"0, 0", "0, 1", "0, 11", "1, 1", "1, 11", "11, 11"}, expect = ACCEPTABLE, desc = "One order.")
  @Outcome(expect = FORBIDDEN, desc = "A read has the later one alone, or the second read has lost one.")
  static final class InOrder {}

  @JCStressTest @JCStressMeta(InOrder.class) @State
  public static class OwnersEventThenAdd extends Fresh {
    @Actor public void owner() { tryAttach().meet().addEvents(1, 1).add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(InOrder.class) @State
  public static class OwnersEventThenAddBySums extends Fresh {
    @Actor public void owner() { tryAttach().meet().addEvents(1, 1).add(10); }
    @Actor public void reader(JJ_Result r) {
      meeting.await();
      r.r1 = counters.sums()[0];
      r.r2 = counters.sums()[0];
    }
  }

  @JCStressTest @JCStressMeta(InOrder.class) @State
  public static class OwnersAddThenEvent extends Fresh {
    @Actor public void owner() { tryAttach().meet().add(1).addEvents(1, 10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(InOrder.class) @State
  public static class RemotesEventThenAdd extends Owned {
    @Actor public void remote() { meet().addEvents(1, 1).add(10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  @JCStressTest @JCStressMeta(InOrder.class) @State
  public static class RemotesAddThenEvent extends Owned {
    @Actor public void remote() { meet().add(1).addEvents(1, 10); }
    @Actor public void reader(JJ_Result r) { meet().readTwice(r); }
  }

  // LEVELS. As in K3; the counter goes up by events, and down by single adds, which are other words.

  @JCStressTest @JCStressMeta(K3LevelsTrue.Pairs.class) @State
  public static class OwnerOfALevel extends Fresh {
    @Actor public void owner() { tryAttach().meet().fivePairsByEvents(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(K3LevelsTrue.Pairs.class) @State
  public static class AttachedOfALevel extends Striped {
    @Actor public void attached() { attach().meet().fivePairsByEvents(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(K3LevelsTrue.Pairs.class) @State
  public static class AttachedOfALevelBySums extends Striped {
    @Actor public void attached() { attach().meet().fivePairsByEvents(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sumOfAll(); }
  }

  @JCStressTest @JCStressMeta(K3LevelsTrue.Pairs.class) @State
  public static class GuestOfALevel extends Striped {
    @Actor public void guest() { meet().fivePairsByEvents(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(K3LevelsTrue.Level.class) @State
  public static class OwnerOfALevelThenAttached extends Fresh {
    @Actor public void owner() { tryAttach().meet().addEvents(1, 1).upgrade().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(K3LevelsTrue.Level.class) @State
  public static class VisitorOfALevelThenGuest extends Owned {
    @Actor public void visitor() { meet().attach().addEvents(1, 1).detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sum(); }
  }

  @JCStressTest @JCStressMeta(K3LevelsTrue.Level.class) @State
  public static class VisitorOfALevelThenGuestBySums extends Owned {
    @Actor public void visitor() { meet().attach().addEvents(1, 1).detach().decrement(); }
    @Actor public void reader(J_Result r) { r.r1 = meet().sumOfAll(); }
  }

  // PUBLICATION. As in K5; what is added is an event.

  @JCStressTest @JCStressMeta(K5Publication.Published.class) @State
  public static class PublishedByOwner extends Fresh {
    @Actor public void owner() { tryAttach().meet().publish().addEvents(1, 1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(K5Publication.Published.class) @State
  public static class PublishedByRemote extends Owned {
    @Actor public void remote() { meet().publish().addEvents(1, 1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(K5Publication.Published.class) @State
  public static class PublishedByAttached extends Striped {
    @Actor public void attached() { attach().meet().publish().addEvents(1, 1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(K5Publication.Published.class) @State
  public static class PublishedByGuest extends Striped {
    @Actor public void guest() { meet().publish().addEvents(1, 1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }
}
