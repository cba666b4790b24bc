package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.Attachment;
import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Owned;
import io.github.processcounters.jcstress.Frame.OwnedWithRemote;
import io.github.processcounters.jcstress.Frame.Striped;
import io.github.processcounters.jcstress.Frame.StripedWithGuests;
import io.github.processcounters.support.ThreadId;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJI_Result;

/**
 * K5, publication: what a thread did before an add is seen by whoever reads a sum that counts it. The reader looks
 * before, too, as compilers like to reuse what they have read.
 */
public final class K5Publication {

  private K5Publication() {}

  @Description("K5: a thread writes a field and then adds; the other reads the field, the sum, and the field.")
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
  @State
  public static class Owner extends Fresh {
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
  @State
  public static class OwnerBySums extends Fresh {
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
  @State
  public static class First extends Fresh {
    private int data;

    @Actor
    public void first() {
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
  @State
  public static class Remote extends Owned {
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
  @State
  public static class RemoteWithWords extends OwnedWithRemote {
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
  @State
  public static class Attached extends Striped {
    private int data;

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
  @State
  public static class ThroughAnAttachment extends Striped {
    private int data;

    @Actor
    public void attached() {
      Attachment attachment = counters.attach();
      attachment.add(0, 0);
      meeting.await();
      data = 1;
      attachment.add(0, 1);
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
  @State
  public static class Guest extends Striped {
    private int data;

    @Actor
    public void guest() {
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
  @State
  public static class GuestOfAStripe extends StripedWithGuests {
    private int data;

    @Actor
    public void guest() {
      ThreadId.assume(ThreadId.SAME);
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
  @State
  public static class ByCounting extends Striped {
    private int data;

    @Actor
    public void counter() {
      claim();
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
  @State
  public static class OwnerAndUpgradingReader extends Fresh {
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
