package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.ProcessCounters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** K2: while the set is single, all updates and reads of a counter fall into one order. */
public final class K2Exact {

  private K2Exact() {}

  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The read was first.")
  @Outcome(id = "10", expect = ACCEPTABLE, desc = "The read was between the adds.")
  @Outcome(id = "11", expect = ACCEPTABLE, desc = "The read was last.")
  @Outcome(id = "1", expect = FORBIDDEN, desc = "The later add counts, the earlier one does not.")
  @Outcome(expect = FORBIDDEN, desc = "Nobody added this.")
  static final class RemoteFirst {}

  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The read was first.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The read was between the adds.")
  @Outcome(id = "11", expect = ACCEPTABLE, desc = "The read was last.")
  @Outcome(id = "10", expect = FORBIDDEN, desc = "The later add counts, the earlier one does not.")
  @Outcome(expect = FORBIDDEN, desc = "Nobody added this.")
  static final class OwnerFirst {}

  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Both reads were first.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "One read was first, one between the adds.")
  @Outcome(id = "0, 11", expect = ACCEPTABLE, desc = "One read was first, one last.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both reads were between the adds.")
  @Outcome(id = "1, 11", expect = ACCEPTABLE, desc = "One read was between the adds, one last.")
  @Outcome(id = "11, 11", expect = ACCEPTABLE, desc = "Both reads were last.")
  @Outcome(expect = FORBIDDEN, desc = "The second read has lost an add, or one counts the later add alone.")
  static final class OwnerFirstTwice {}

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K2: the owner reads while its own add is still in its store buffer, and no order explains what "
      + "both saw.")
  @State
  public static class OwnerAndRemote {
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
    public void remote(JJ_Result r) {
      meeting.await();
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K2: as OwnerAndRemote, when there is a remote array already.")
  @State
  public static class OwnerAndRemoteWithArray {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public OwnerAndRemoteWithArray() {
      counters.add(0, 0);
    }

    @Actor
    public void owner(JJ_Result r) {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void remote(JJ_Result r) {
      meeting.await();
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K2: as OwnerAndRemote, when all counters are read.")
  @State
  public static class OwnerAndRemoteBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner(JJ_Result r) {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      r.r1 = counters.sums()[0];
    }

    @Actor
    public void remote(JJ_Result r) {
      meeting.await();
      counters.add(0, 10);
      r.r2 = counters.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K2: two remote threads make the remote array, and each misses the other.")
  @State
  public static class RemoteAndRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void one(JJ_Result r) {
      meeting.await();
      counters.add(0, 1);
      r.r1 = counters.sum(0);
    }

    @Actor
    public void other(JJ_Result r) {
      meeting.await();
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(AddThenRead.class)
  @Description("K2: an owner that has left reads while its add is still in its store buffer.")
  @State
  public static class LeaverAndRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void leaver(JJ_Result r) {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      counters.detach();
      r.r1 = counters.sum(0);
    }

    @Actor
    public void remote(JJ_Result r) {
      meeting.await();
      counters.add(0, 10);
      r.r2 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(RemoteFirst.class)
  @Description("K2: a remote array appears during the read, which counts the owner's later add without the remote "
      + "one.")
  @State
  public static class RemoteThenOwner {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void remoteThenOwner() {
      meeting.await();
      counters.add(0, 10);
      counters.attach();
      counters.add(0, 1);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(RemoteFirst.class)
  @Description("K2: as RemoteThenOwner, when there is a remote array already.")
  @State
  public static class RemoteThenOwnerWithArray {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public RemoteThenOwnerWithArray() {
      counters.add(0, 0);
    }

    @Actor
    public void remoteThenOwner() {
      meeting.await();
      counters.add(0, 10);
      counters.attach();
      counters.add(0, 1);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(RemoteFirst.class)
  @Description("K2: as RemoteThenOwner, when all counters are read.")
  @State
  public static class RemoteThenOwnerBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void remoteThenOwner() {
      meeting.await();
      counters.add(0, 10);
      counters.attach();
      counters.add(0, 1);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(OwnerFirst.class)
  @Description("K2: the read takes the owner's word first, and then counts a remote add that came after the owner's.")
  @State
  public static class OwnerThenRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void ownerThenRemote() {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      counters.detach();
      counters.add(0, 10);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(OwnerFirst.class)
  @Description("K2: as OwnerThenRemote, when there is a remote array already.")
  @State
  public static class OwnerThenRemoteWithArray {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public OwnerThenRemoteWithArray() {
      counters.add(0, 0);
    }

    @Actor
    public void ownerThenRemote() {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      counters.detach();
      counters.add(0, 10);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(OwnerFirst.class)
  @Description("K2: as OwnerThenRemote, when all counters are read.")
  @State
  public static class OwnerThenRemoteBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void ownerThenRemote() {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      counters.detach();
      counters.add(0, 10);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(OwnerFirstTwice.class)
  @Description("K2: the second of two reads in a row misses what the first has counted.")
  @State
  public static class TwoReadsOfOwnerThenRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void ownerThenRemote() {
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
  @Description("K2: not promised: an add is no fence, so its thread may read something else before the add is seen.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The owner was first.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The flag was first.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both were before both reads.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "The add was in the store buffer: a fence is due.")
  @Outcome(expect = FORBIDDEN, desc = "There is no such value.")
  @State
  public static class Dekker {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private volatile int flag;

    @Actor
    public void owner(IJ_Result r) {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
      r.r1 = flag;
    }

    @Actor
    public void remote(IJ_Result r) {
      meeting.await();
      flag = 1;
      r.r2 = counters.sum(0);
    }
  }
}
