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
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * K3: a read that counts a decrement counts the increments before it, and is not above all levels of its time. Each
 * increment comes before its decrement.
 */
public final class K3NoDecrementAlone {

  private K3NoDecrementAlone() {}

  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The read was before the increment, or counts both.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The read was between the two, or missed a racing decrement.")
  @Outcome(id = "-1", expect = FORBIDDEN, desc = "The decrement counts, its increment does not.")
  @Outcome(expect = FORBIDDEN, desc = "The level was never that high, or that low.")
  static final class Level {}

  /** There are fewer decrements than a read has tries, so one try meets none. */
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The read was before or after all, or between two pairs.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The read was within a pair.")
  @Outcome(id = {"2", "3", "4", "5"}, expect = FORBIDDEN, desc = "The level was never that high.")
  @Outcome(expect = FORBIDDEN, desc = "A decrement counts whose increment does not.")
  static final class Pairs {}

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: a single set's read takes the remote half without the lock, too early for the increment in it.")
  @State
  public static class RemoteThenOwner {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void remoteThenOwner() {
      meeting.await();
      counters.increment(0);
      counters.attach();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: a single set's read takes the owner's word first, and then a remote decrement.")
  @State
  public static class OwnerThenRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void ownerThenRemote() {
      counters.attach();
      meeting.await();
      counters.increment(0);
      counters.detach();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as OwnerThenRemote, when there is a remote array already.")
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
      counters.increment(0);
      counters.detach();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: the read takes the home, with the increment, before the stripes, with the decrement.")
  @State
  public static class HomeThenStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void homeThenStripe() {
      counters.attach();
      meeting.await();
      counters.increment(0);
      counters.upgrade();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as HomeThenStripe, when all counters are read.")
  @State
  public static class HomeThenStripeBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void homeThenStripe() {
      counters.attach();
      meeting.await();
      counters.increment(0);
      counters.upgrade();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as HomeThenStripe, with the increment in the remote half of the home.")
  @State
  public static class RemoteThenStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void remoteThenStripe() {
      meeting.await();
      counters.increment(0);
      counters.upgrade();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: the read takes the ups of a stripe before its downs.")
  @State
  public static class Attached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public Attached() {
      counters.upgrade();
    }

    @Actor
    public void attached() {
      counters.attach();
      meeting.await();
      counters.increment(0);
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as Attached, when all counters are read.")
  @State
  public static class AttachedBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedBySums() {
      counters.upgrade();
    }

    @Actor
    public void attached() {
      counters.attach();
      meeting.await();
      counters.increment(0);
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as Attached, in the shared half of a stripe.")
  @State
  public static class Unattached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public Unattached() {
      counters.upgrade();
    }

    @Actor
    public void unattached() {
      meeting.await();
      counters.increment(0);
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as Attached, from the shared half to the owned one.")
  @State
  public static class UnattachedThenAttached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public UnattachedThenAttached() {
      counters.upgrade();
    }

    @Actor
    public void unattachedThenAttached() {
      meeting.await();
      counters.increment(0);
      counters.attach();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: as Attached, from the owned half to the shared one.")
  @State
  public static class AttachedThenUnattached {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedThenUnattached() {
      counters.upgrade();
    }

    @Actor
    public void attachedThenUnattached() {
      counters.attach();
      meeting.await();
      counters.increment(0);
      counters.detach();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: the read takes the ups of one stripe before the downs of another, because the reader has "
      + "taken the first.")
  @State
  public static class StripeThenStripe {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public StripeThenStripe() {
      counters.upgrade();
    }

    @Actor
    public void stripeThenStripe() {
      ThreadId.assume(ThreadId.SAME);
      counters.attach();
      meeting.await();
      counters.increment(0);
      counters.detach();
      counters.attach();
      counters.decrement(0);
    }

    @Actor
    public void reader(J_Result r) {
      ThreadId.assume(ThreadId.SAME);
      counters.attach();
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: the increment is in words made during the read, the decrement in some that the read has yet to "
      + "reach.")
  @State
  public static class StripeMadeDuringTheRead {
    private static final int SIZE = 32;
    private static final int LAST = SIZE - 1;
    private static final int STRIPES = 7;

    private final ProcessCounters counters = new ProcessCounters(SIZE);
    private final Meeting meeting = new Meeting();

    public StripeMadeDuringTheRead() {
      counters.upgrade();
      for (int id = 0; id < STRIPES; id++) {
        ThreadId.assume(id);
        counters.increment(LAST);
        counters.decrement(LAST);
      }
    }

    @Actor
    public void maker() {
      ThreadId.assume(STRIPES);
      meeting.await();
      counters.increment(LAST);
      ThreadId.assume(0);
      counters.decrement(LAST);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sums()[LAST];
    }
  }

  @JCStressTest
  @JCStressMeta(Pairs.class)
  @Description("K3: an upgrade splits the pairs of an owner in mid-add between home and stripe.")
  @State
  public static class LateOwner {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      for (int i = 0; i < 5; i++) {
        counters.increment(0);
        counters.decrement(0);
      }
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      counters.upgrade();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Pairs.class)
  @Description("K3: an upgrade splits the pairs of a remote thread between home and stripe.")
  @State
  public static class LateRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void remote() {
      meeting.await();
      for (int i = 0; i < 5; i++) {
        counters.increment(0);
        counters.decrement(0);
      }
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      counters.upgrade();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Pairs.class)
  @Description("K3: the read misses decrements that come in after it took the downs, and counts the increments.")
  @State
  public static class AttachedPairs {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedPairs() {
      counters.upgrade();
    }

    @Actor
    public void pairs() {
      counters.attach();
      meeting.await();
      for (int i = 0; i < 5; i++) {
        counters.increment(0);
        counters.decrement(0);
      }
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Pairs.class)
  @Description("K3: as AttachedPairs, when all counters are read.")
  @State
  public static class AttachedPairsBySums {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public AttachedPairsBySums() {
      counters.upgrade();
    }

    @Actor
    public void pairs() {
      counters.attach();
      meeting.await();
      for (int i = 0; i < 5; i++) {
        counters.increment(0);
        counters.decrement(0);
      }
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sums()[0];
    }
  }

  @JCStressTest
  @JCStressMeta(Pairs.class)
  @Description("K3: as AttachedPairs, in the shared half of a stripe.")
  @State
  public static class UnattachedPairs {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    public UnattachedPairs() {
      counters.upgrade();
    }

    @Actor
    public void pairs() {
      meeting.await();
      for (int i = 0; i < 5; i++) {
        counters.increment(0);
        counters.decrement(0);
      }
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      r.r1 = counters.sum(0);
    }
  }

  @JCStressTest
  @JCStressMeta(Level.class)
  @Description("K3: an owner in mid-add takes the level down in the home after the read was there, and up again in its "
      + "stripe before the read is there.")
  @State
  public static class LateDecrement {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner() {
      counters.attach();
      counters.increment(0);
      meeting.await();
      counters.decrement(0);
      counters.increment(0);
    }

    @Actor
    public void reader(J_Result r) {
      meeting.await();
      counters.upgrade();
      r.r1 = counters.sum(0);
    }
  }
}
