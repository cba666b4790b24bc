package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.ProcessTotals;
import io.github.processcounters.support.ThreadId;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** K1, K3 and K4 of totals, while parts begin, count and are closed. */
public final class TotalsOfParts {

  private TotalsOfParts() {}

  @Outcome(id = "50050", expect = ACCEPTABLE, desc = "Every add, once.")
  @Outcome(expect = FORBIDDEN, desc = "An add was lost, or counted twice.")
  static final class Total {}

  @Outcome(id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"}, expect = ACCEPTABLE, desc = "The total went up.")
  @Outcome(expect = FORBIDDEN, desc = "The total fell, or was never that high.")
  static final class Up {}

  @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "The lowest and the highest read.")
  @Outcome(expect = FORBIDDEN, desc = "The level was never that high, or that low.")
  static final class Level {}

  private static void beginCountAndClose(ProcessTotals totals, long delta) {
    for (int i = 0; i < 50; i++) {
      ProcessTotals.Part part = totals.begin();
      part.counters().add(0, delta);
      part.close();
    }
  }

  @JCStressTest
  @Description("K1: two threads close one part, and both take the same, or one takes an older read than the other did.")
  @Outcome(id = "0, 0, 50050", expect = ACCEPTABLE, desc = "Every add, once, from the close after it on.")
  @Outcome(expect = FORBIDDEN, desc = "An add was lost, counted twice, or missed after the close.")
  @State
  public static class CloserAndCloser {
    private final ProcessTotals totals = new ProcessTotals(1);
    private final ProcessTotals.Part part = totals.begin();
    private final Meeting meeting = new Meeting();

    @Actor
    public void one(JJJ_Result r) {
      meeting.await();
      for (int i = 1; i <= 50; i++) {
        part.counters().add(0, 1);
        part.close();
        r.r1 += totals.sum(0) % 1000 < i ? 1 : 0;
      }
    }

    @Actor
    public void other(JJJ_Result r) {
      meeting.await();
      for (int i = 1; i <= 50; i++) {
        part.counters().add(0, 1000);
        part.close();
        r.r2 += totals.sum(0) / 1000 < i ? 1 : 0;
      }
    }

    @Arbiter
    public void sum(JJJ_Result r) {
      r.r3 = totals.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: parts of two threads overwrite each other in one list.")
  @State
  public static class BeginnerAndBeginner {
    private final ProcessTotals totals = new ProcessTotals(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      beginCountAndClose(totals, 1);
    }

    @Actor
    public void other() {
      ThreadId.assume(ThreadId.SAME);
      meeting.await();
      beginCountAndClose(totals, 1000);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = totals.sum(0);
    }
  }

  @JCStressTest
  @Description("K4: a part that ends is in neither of its two places, or in both, while the totals are read.")
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both parts, once.")
  @Outcome(expect = FORBIDDEN, desc = "A part was missed, or counted twice.")
  @State
  public static class CloserAndReader {
    private final ProcessTotals totals = new ProcessTotals(1);
    private final ProcessTotals.Part first = totals.begin();
    private final ProcessTotals.Part second = totals.begin();
    private final Meeting meeting = new Meeting();

    public CloserAndReader() {
      first.counters().increment(0);
      second.counters().increment(0);
    }

    @Actor
    public void closer() {
      meeting.await();
      first.close();
      second.close();
    }

    @Actor
    public void reader(JJ_Result r) {
      meeting.await();
      r.r1 = totals.sum(0);
      r.r2 = totals.sums()[0];
    }
  }

  abstract static class OnePart {
    private final ProcessTotals totals = new ProcessTotals(1);
    final ProcessTotals.Part part = totals.begin();
    private final Meeting meeting = new Meeting();

    final void meetAndCountLate() {
      meeting.await();
      part.counters().increment(0);
      part.close();
      part.counters().increment(0);
    }

    final void meetAndReadTwice(JJ_Result r) {
      meeting.await();
      r.r1 = totals.sum(0);
      r.r2 = totals.sum(0);
    }

    final void meetAndReadAllTwice(JJ_Result r) {
      meeting.await();
      r.r1 = totals.sums()[0];
      r.r2 = totals.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Up.class)
  @Description("K4: what is counted in a part is forgotten when it is closed, or closed again.")
  @State
  public static class CountingCloserAndReader extends OnePart {
    @Actor public void closer() { meetAndCountLate(); part.close(); }
    @Actor public void reader(JJ_Result r) { meetAndReadTwice(r); }
  }

  @JCStressTest
  @JCStressMeta(Up.class)
  @Description("K4: a part is closed and counts late while the totals are read: the read must have no more than the close.")
  @State
  public static class LateCounterAndReader extends OnePart {
    @Actor public void lateCounter() { meetAndCountLate(); }
    @Actor public void reader(JJ_Result r) { meetAndReadTwice(r); }
  }

  @JCStressTest
  @JCStressMeta(Up.class)
  @Description("K4: as LateCounterAndReader, by all counters.")
  @State
  public static class LateCounterAndReaderBySums extends OnePart {
    @Actor public void lateCounter() { meetAndCountLate(); }
    @Actor public void reader(JJ_Result r) { meetAndReadAllTwice(r); }
  }

  @JCStressTest
  @JCStressMeta(Up.class)
  @Description("K4: a part that begins is found by a read, and not by the next.")
  @State
  public static class BeginnerAndReader {
    private final ProcessTotals totals = new ProcessTotals(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void beginner() {
      meeting.await();
      totals.begin().counters().increment(0);
      ProcessTotals.Part second = totals.begin();
      second.counters().increment(0);
      second.close();
    }

    @Actor
    public void reader(JJ_Result r) {
      meeting.await();
      r.r1 = totals.sum(0);
      r.r2 = totals.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K4: each of two threads reads before what it has counted in its part has left the store buffer.")
  @State
  public static class CountingReaders {
    private final ProcessTotals totals = new ProcessTotals(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one(JJ_Result r) {
      ThreadId.assume(ThreadId.SAME);
      ProcessTotals.Part part = totals.begin();
      part.counters().attach();
      meeting.await();
      part.counters().add(0, 1);
      r.r1 = totals.sum(0);
    }

    @Actor
    public void other(JJ_Result r) {
      ThreadId.assume(ThreadId.SAME + 1);
      ProcessTotals.Part part = totals.begin();
      part.counters().attach();
      meeting.await();
      part.counters().add(0, 10);
      r.r2 = totals.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: a level is moved in two steps, while the totals are read, when its part is closed.")
  @State
  public static class LevelAndReader {
    private final ProcessTotals totals = new ProcessTotals(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void level() {
      meeting.await();
      for (int i = 0; i < 10; i++) {
        ProcessTotals.Part part = totals.begin();
        part.counters().increment(0);
        part.close();
        part.counters().decrement(0);
        part.close();
      }
    }

    @Actor
    public void reader(JJ_Result r) {
      r.r1 = 1;
      meeting.await();
      for (int i = 0; i < 10; i++) {
        long level = totals.sum(0);
        r.r1 = Math.min(r.r1, level);
        r.r2 = Math.max(r.r2, level);
      }
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as LevelAndReader, by all counters, in parts that are closed once.")
  @State
  public static class LevelAndReaderBySums {
    private final ProcessTotals totals = new ProcessTotals(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void level() {
      meeting.await();
      for (int i = 0; i < 10; i++) {
        ProcessTotals.Part part = totals.begin();
        part.counters().increment(0);
        part.counters().decrement(0);
        part.close();
      }
    }

    @Actor
    public void reader(JJ_Result r) {
      r.r1 = 1;
      meeting.await();
      for (int i = 0; i < 10; i++) {
        long level = totals.sums()[0];
        r.r1 = Math.min(r.r1, level);
        r.r2 = Math.max(r.r2, level);
      }
    }
  }
}
