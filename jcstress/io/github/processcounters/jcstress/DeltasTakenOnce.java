package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.CounterDeltas;
import io.github.processcounters.ProcessCounters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** K1 of deltas: each update is taken once. */
public final class DeltasTakenOnce {

  private DeltasTakenOnce() {}

  @Outcome(id = "11", expect = ACCEPTABLE, desc = "Each update, once.")
  @Outcome(expect = FORBIDDEN, desc = "An update was taken twice, or never.")
  static final class Total {}

  /** A batch of 1, and 10 that were counted after that. */
  abstract static class Peeked {
    final ProcessCounters counters = new ProcessCounters(1);
    final CounterDeltas deltas = CounterDeltas.fromZero(counters);
    final CounterDeltas.Batch batch;
    final Meeting meeting = new Meeting();

    Peeked() {
      counters.add(0, 1);
      batch = deltas.peek();
      counters.add(0, 10);
    }

    static long commit(CounterDeltas.Batch batch) {
      return batch.commit() ? batch.values()[0] : 0;
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: a batch takes what a drain has taken since it was peeked at.")
  @State
  public static class DrainAndCommit extends Peeked {
    private long drained;
    private long committed;

    @Actor
    public void drain() {
      meeting.await();
      drained = deltas.drain()[0];
    }

    @Actor
    public void commit() {
      meeting.await();
      committed = commit(batch);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = drained + committed + deltas.drain()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: a batch takes what another one has taken since it was peeked at.")
  @State
  public static class CommitAndCommit extends Peeked {
    private final CounterDeltas.Batch next = deltas.peek();
    private long one;
    private long other;

    @Actor
    public void one() {
      meeting.await();
      one = commit(batch);
    }

    @Actor
    public void other() {
      meeting.await();
      other = commit(next);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = one + other + deltas.drain()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: two threads commit one batch, and both take it.")
  @State
  public static class CommitsOfOneBatch extends Peeked {
    private long one;
    private long other;

    @Actor
    public void one() {
      meeting.await();
      one = commit(batch);
    }

    @Actor
    public void other() {
      meeting.await();
      other = commit(batch);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = one + other + deltas.drain()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: a batch takes what was rolled up since it was peeked at.")
  @State
  public static class DrainIntoAndCommit extends Peeked {
    private final ProcessCounters total = new ProcessCounters(1);
    private long committed;

    @Actor
    public void drainInto() {
      meeting.await();
      deltas.drainInto(total);
    }

    @Actor
    public void commit() {
      meeting.await();
      committed = commit(batch);
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = total.sum(0) + committed + deltas.drain()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Total.class)
  @Description("K1: a batch that is peeked at while others count and drain takes what they drain.")
  @State
  public static class DrainAndPeek extends Peeked {
    private long drained;
    private long committed;

    @Actor
    public void drain() {
      meeting.await();
      drained = deltas.drain()[0];
    }

    @Actor
    public void peekAndCommit() {
      meeting.await();
      committed = commit(deltas.peek());
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = drained + committed + deltas.drain()[0];
    }
  }

  @JCStressTest
  @Description("K1: a roll-up returns before another one has added what it has taken.")
  @Outcome(id = "0, 0, 250250", expect = ACCEPTABLE, desc = "Each update, once, as soon as its thread had rolled up.")
  @Outcome(expect = FORBIDDEN, desc = "An update was rolled up twice, never, or after its thread had rolled up.")
  @State
  public static class DrainIntoAndDrainInto {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final ProcessCounters total = new ProcessCounters(1);
    private final CounterDeltas deltas = CounterDeltas.fromZero(counters);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one(JJJ_Result r) {
      meeting.await();
      for (int i = 1; i <= 250; i++) {
        counters.add(0, 1);
        deltas.drainInto(total);
        r.r1 += total.sum(0) % 1000 < i ? 1 : 0;
      }
    }

    @Actor
    public void other(JJJ_Result r) {
      meeting.await();
      for (int i = 1; i <= 250; i++) {
        counters.add(0, 1000);
        deltas.drainInto(total);
        r.r2 += total.sum(0) / 1000 < i ? 1 : 0;
      }
    }

    @Arbiter
    public void sum(JJJ_Result r) {
      r.r3 = total.sum(0);
    }
  }
}
