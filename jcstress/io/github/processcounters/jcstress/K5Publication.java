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
import org.openjdk.jcstress.infra.results.IJI_Result;

/**
 * K5: what a thread did before an add is seen by whoever reads a sum that counts it. The reader looks before, too,
 * as compilers like to reuse what they have read.
 */
public final class K5Publication {

  private K5Publication() {}

  @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "The reader was first.")
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "The read was before the add, which was on its way.")
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The reader was between the write and the add.")
  @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "The write and the add came before the read.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The reader was last.")
  @Outcome(id = "0, 1, 0", expect = FORBIDDEN, desc = "The add counts, and what was before it is not seen.")
  @Outcome(expect = FORBIDDEN, desc = "The reader saw the write, and then no more; or nobody added this.")
  static final class Published {}

  @JCStressTest
  @JCStressMeta(Published.class)
  @Description("K5: a read counts an add, and its thread does not see what was written before the add: owner.")
  @State
  public static class Owner {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private int data;

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      data = 1;
      counters.add(0, 1);
    }

    @Actor
    public void reader(IJI_Result r) {
      meeting.await();
      r.r1 = data;
      r.r2 = counters.sum(0);
      r.r3 = data;
    }
  }

  @JCStressTest
  @JCStressMeta(Published.class)
  @Description("K5: a read counts an add, and its thread does not see what was written before the add: all read.")
  @State
  public static class OwnerBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private int data;

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      data = 1;
      counters.add(0, 1);
    }

    @Actor
    public void reader(IJI_Result r) {
      meeting.await();
      r.r1 = data;
      r.r2 = counters.sums()[0];
      r.r3 = data;
    }
  }

  @JCStressTest
  @JCStressMeta(Published.class)
  @Description("K5: a read counts an add, and its thread does not see what was written before the add: remote.")
  @State
  public static class Remote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private int data;

    @Actor
    public void remote() {
      meeting.await();
      data = 1;
      counters.add(0, 1);
    }

    @Actor
    public void reader(IJI_Result r) {
      meeting.await();
      r.r1 = data;
      r.r2 = counters.sum(0);
      r.r3 = data;
    }
  }

  @JCStressTest
  @JCStressMeta(Published.class)
  @Description("K5: a read counts an add, and its thread does not see what was written before the add: attached.")
  @State
  public static class Attached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private int data;

    public Attached() {
      counters.upgrade();
    }

    @Actor
    public void attached() {
      counters.attach();
      meeting.await();
      data = 1;
      counters.add(0, 1);
    }

    @Actor
    public void reader(IJI_Result r) {
      meeting.await();
      r.r1 = data;
      r.r2 = counters.sum(0);
      r.r3 = data;
    }
  }

  @JCStressTest
  @JCStressMeta(Published.class)
  @Description("K5: a read counts an add, and its thread does not see what was written before the add: not attached.")
  @State
  public static class Unattached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private int data;

    public Unattached() {
      counters.upgrade();
    }

    @Actor
    public void unattached() {
      meeting.await();
      data = 1;
      counters.add(0, 1);
    }

    @Actor
    public void reader(IJI_Result r) {
      meeting.await();
      r.r1 = data;
      r.r2 = counters.sum(0);
      r.r3 = data;
    }
  }

  @JCStressTest
  @JCStressMeta(Published.class)
  @Description("K5: a read counts an add, and its thread does not see what was written before the add: late owner.")
  @State
  public static class OwnerAndUpgradingReader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private int data;

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      data = 1;
      counters.add(0, 1);
    }

    @Actor
    public void reader(IJI_Result r) {
      meeting.await();
      counters.upgrade();
      r.r1 = data;
      r.r2 = counters.sum(0);
      r.r3 = data;
    }
  }
}
