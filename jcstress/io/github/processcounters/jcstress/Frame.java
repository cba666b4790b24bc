package io.github.processcounters.jcstress;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.Seam;
import io.github.processcounters.support.ThreadId;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.infra.results.IJI_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * What tests inherit: a set with two counters, where the actors meet, and the steps of which an actor is made. A step returns
 * the frame, for the next one. Actors themselves cannot be inherited.
 */
abstract class Frame {

  /** Most tests use the first counter alone. Events take two. */
  static final int SIZE = 2;

  final ProcessCounters counters;
  final Meeting meeting = new Meeting();
  int data;
  private final AtomicInteger finished = new AtomicInteger();

  private Frame(ProcessCounters counters) {
    this.counters = counters;
  }

  /** Nobody owns the set. */
  abstract static class Fresh extends Frame {
    Fresh() {
      super(new ProcessCounters(SIZE));
    }
  }

  /** A third thread owns the set, and does nothing more. */
  abstract static class Owned extends Frame {
    Owned() {
      super(Sets.owned());
    }
  }

  /** As Owned, and there are remote words already. */
  abstract static class OwnedWithRemote extends Owned {
    OwnedWithRemote() {
      counters.add(0, 0);
    }
  }

  /** A third thread owned the set, and died. */
  abstract static class Orphaned extends Frame {
    Orphaned() {
      super(Sets.orphaned());
    }
  }

  /** The set is striped, and has no stripe yet. */
  abstract static class Striped extends Frame {
    Striped() {
      super(new ProcessCounters(SIZE));
      counters.upgrade();
    }
  }

  /** The set has one stripe, and that is free. Threads of the SAME id look there first. */
  abstract static class StripedWithOne extends Striped {
    StripedWithOne() {
      Seam.occupy(counters, Thread.currentThread(), ThreadId.SAME);
      counters.detach();
    }
  }

  /** As StripedWithOne, and the stripe has words for guests. */
  abstract static class StripedWithGuests extends StripedWithOne {
    StripedWithGuests() {
      Seam.makeGuests(counters, ThreadId.SAME);
    }
  }

  /** The set has one stripe, and its owner has died. Threads of the SAME id look there first. */
  abstract static class StripedAndOrphaned extends Striped {
    StripedAndOrphaned() {
      Seam.occupy(counters, Sets.DEAD, ThreadId.SAME);
    }
  }

  /** Live threads have the first four stripes at which threads of the SAME id look: the table grows, if it may. */
  abstract static class Crowded extends Striped {
    Crowded() {
      for (int i = 0; i < 4; i++) {
        Seam.occupy(counters, Sets.IDLE, ThreadId.SAME);
      }
    }
  }

  /** Live threads have all stripes at which threads of the SAME id look, but one, which is not made yet. */
  abstract static class FullButOne extends Striped {
    private static final int LOOKS = Seam.looks(ThreadId.SAME);

    FullButOne() {
      for (int i = 1; i < LOOKS; i++) {
        Seam.occupy(counters, Sets.IDLE, ThreadId.SAME);
      }
    }
  }

  /** Live threads have all stripes at which threads of the SAME id look. */
  abstract static class Full extends FullButOne {
    Full() {
      Seam.occupy(counters, Sets.IDLE, ThreadId.SAME);
    }
  }

  /** As StripedWithOne, and guests have counted up and down. */
  abstract static class StripedAndUsed extends StripedWithOne {
    StripedAndUsed() {
      counters.increment(0);
      counters.decrement(0);
    }
  }

  // STEPS.

  /** Gives the calling thread this id. */
  final Frame as(long id) {
    ThreadId.assume(id);
    return this;
  }

  /** Waits for the other actor. */
  final Frame meet() {
    meeting.await();
    return this;
  }

  final Frame attach() {
    counters.attach();
    return this;
  }

  final Frame tryAttach() {
    counters.tryAttach();
    return this;
  }

  final Frame detach() {
    counters.detach();
    return this;
  }

  final Frame upgrade() {
    counters.upgrade();
    return this;
  }

  final Frame add(long delta) {
    counters.add(0, delta);
    return this;
  }

  final Frame increment() {
    counters.increment(0);
    return this;
  }

  final Frame decrement() {
    counters.decrement(0);
    return this;
  }

  final Frame add(int times, long delta) {
    for (int i = 0; i < times; i++) {
      counters.add(0, delta);
    }
    return this;
  }

  /** Fewer decrements than a read has tries. */
  final Frame fivePairs() {
    for (int i = 0; i < 5; i++) {
      increment().decrement();
    }
    return this;
  }

  /** Brings the other actor's word near, so that an add that follows stays in the store buffer longer. */
  final Frame read() {
    counters.sum(0);
    return this;
  }

  final Frame readAll() {
    counters.sums();
    return this;
  }

  /** As after a flood of the calling thread's, in `remote`. */
  final Frame makeGuests() {
    Seam.makeGuests(counters, Thread.currentThread().getId());
    return this;
  }

  /** As after a flood of the calling thread's, in guests' words. */
  final Frame claim() {
    Seam.claim(counters, Thread.currentThread(), Thread.currentThread().getId());
    return this;
  }

  final Frame attachAndClose() {
    counters.attach().close();
    return this;
  }

  /** Writes what whoever counts the next add must see. */
  final Frame publish() {
    data = 1;
    return this;
  }

  // LAST STEPS.

  final long sum() {
    return counters.sum(0);
  }

  final long sumOfAll() {
    return counters.sums()[0];
  }

  final void readTwice(JJ_Result r) {
    r.r1 = counters.sum(0);
    r.r2 = counters.sum(0);
  }

  final void look(IJI_Result r) {
    r.r1 = data;
    r.r2 = counters.sum(0);
    r.r3 = data;
  }

  final void lookAtAll(IJI_Result r) {
    r.r1 = data;
    r.r2 = counters.sums()[0];
    r.r3 = data;
  }

  final void addSeries() {
    Series.add(counters);
  }

  final void addSeriesInTurn() {
    Series.addInTurn(counters);
  }

  final void addFirst(Log log) {
    log.addFirst(counters);
  }

  final void addSecond(Log log) {
    log.addSecond(counters);
  }

  final boolean readsFirstParts() {
    return Series.read(counters);
  }

  final boolean readsFirstPartsInTurn() {
    return Series.readInTurn(counters);
  }

  /** How much of the set the calling thread owns, when the other actor has got what it wants. */
  final int owned() {
    return Seam.owned(counters, Thread.currentThread());
  }

  /** Waits for the other actor, and updates the counter. Who is the last to have done so reads. */
  final void race(J_Result r, Runnable updates) {
    meeting.await();
    updates.run();
    if (finished.incrementAndGet() == 2) {
      r.r1 = counters.sum(0);
    }
  }

  /** As race, and the last one reads both counters. */
  final void raceOfEvents(JJ_Result r, Runnable updates) {
    meeting.await();
    updates.run();
    if (finished.incrementAndGet() == 2) {
      long[] sums = counters.sums();
      r.r1 = sums[0];
      r.r2 = sums[1];
    }
  }

  static void add(Attachment attachment, int times, long delta) {
    for (int i = 0; i < times; i++) {
      attachment.add(0, delta);
    }
  }

  final void addAll(int times, long delta) {
    long[] deltas = {delta, 0};
    for (int i = 0; i < times; i++) {
      counters.addAll(deltas);
    }
  }

  final Frame addEvents(int times, long delta) {
    long[] event = {delta, delta};
    for (int i = 0; i < times; i++) {
      counters.addAtomically(event);
    }
    return this;
  }

  final Frame addEventsInTurn(int times, long delta) {
    for (int i = 0; i < times; i++) {
      addEvents(1, delta);
      counters.detach();
    }
    return this;
  }

  final Frame comeAndAddEvents(int visits, int times, long delta) {
    for (int i = 0; i < visits; i++) {
      counters.attach();
      addEvents(times, delta);
      counters.detach();
    }
    return this;
  }

  final void attachAndAdd(int times, long delta) {
    counters.attach();
    add(times, delta);
  }

  final void makeGuestsAndAdd(int times, long delta) {
    makeGuests();
    add(times, delta);
  }

  final void claimAndAdd(int times, long delta) {
    claim();
    add(times, delta);
  }

  final void claimAndGo(int visits, int times, long delta) {
    for (int i = 0; i < visits; i++) {
      claimAndAdd(times, delta);
      counters.detach();
    }
  }

  final void upgradeAndAdd(int times, long delta) {
    counters.upgrade();
    add(times, delta);
  }

  final void addDetachAndAdd(int times, long delta) {
    add(times, delta);
    counters.detach();
    add(times, delta);
  }

  final Frame comeAndGo(int visits, int times, long delta) {
    for (int i = 0; i < visits; i++) {
      counters.attach();
      add(times, delta);
      counters.detach();
    }
    return this;
  }

  final Frame countAndGo(int visits, int times, long delta) {
    for (int i = 0; i < visits; i++) {
      add(times, delta);
      counters.detach();
    }
    return this;
  }

  final Frame tryAndGo(int visits, int times, long delta) {
    for (int i = 0; i < visits; i++) {
      try (Attachment attachment = counters.tryAttach()) {
        add(attachment, times, delta);
      }
    }
    return this;
  }

  /** As fivePairs; the counter goes up by events. */
  final Frame fivePairsByEvents() {
    for (int i = 0; i < 5; i++) {
      addEvents(1, 1);
      counters.decrement(0);
    }
    return this;
  }

  /** The highest read between an own increment and decrement; or one that has missed the increment. */
  final long pairsAndReads() {
    long highest = 1;
    for (int i = 0; i < 5; i++) {
      counters.increment(0);
      long level = counters.sum(0);
      counters.decrement(0);
      if (level < 1) {
        return level;
      }
      highest = Math.max(highest, level);
    }
    return highest;
  }

  /** Whether each read counted all own adds, and no less than the one before. */
  final boolean addAndRead(int times) {
    long before = 0;
    for (int own = 1; own <= times; own++) {
      counters.increment(0);
      long sum = counters.sum(0);
      if (sum < own || sum < before) {
        return false;
      }
      before = sum;
    }
    return true;
  }

  /** Whether each of many reads had whole events, and no less than the one before. */
  final boolean readEvents() {
    long before = 0;
    for (int i = 0; i < 20 && before >= 0; i++) {
      before = readEvents(before);
    }
    return before >= 0;
  }

  /** Whether each read had whole events, all own ones among them, and no less than the one before. */
  final boolean addEventsAndRead() {
    long before = 0;
    for (int own = 1; own <= 20 && before >= 0; own++) {
      addEvents(1, 1);
      before = readEvents(Math.max(before, own));
    }
    return before >= 0;
  }

  /** Reads in all ways. Returns what the last read had; or -1 if one had not, in both counters, all that came before. */
  private long readEvents(long before) {
    long[] into = new long[SIZE];
    counters.sums(into);
    long[] sums = counters.sums();
    long first = counters.sum(0);
    long second = counters.sum(1);
    return into[0] == into[1] && sums[0] == sums[1]
        && before <= into[0] && into[0] <= sums[0] && sums[0] <= first && first <= second ? second : -1;
  }
}
