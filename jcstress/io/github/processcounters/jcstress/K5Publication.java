package io.github.processcounters.jcstress;

import static io.github.processcounters.support.ThreadId.SAME;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.Attachment;
import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Owned;
import io.github.processcounters.jcstress.Frame.OwnedWithRemote;
import io.github.processcounters.jcstress.Frame.Striped;
import io.github.processcounters.jcstress.Frame.StripedWithGuests;
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

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class Owner extends Fresh {
    @Actor public void owner() { attach().meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class OwnerBySums extends Fresh {
    @Actor public void owner() { attach().meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().lookAtAll(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class First extends Fresh {
    @Actor public void first() { meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class Remote extends Owned {
    @Actor public void remote() { meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class RemoteWithWords extends OwnedWithRemote {
    @Actor public void remote() { meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class Attached extends Striped {
    @Actor public void attached() { attach().meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class ThroughAnAttachment extends Striped {
    @Actor public void attached() {
      Attachment attachment = counters.attach();
      attachment.add(0, 0);
      meeting.await();
      data = 1;
      attachment.add(0, 1);
    }

    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class Guest extends Striped {
    @Actor public void guest() { meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class GuestOfAStripe extends StripedWithGuests {
    @Actor public void guest() { as(SAME).meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class ByCounting extends Striped {
    @Actor public void counter() { claim().meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().look(r); }
  }

  @JCStressTest @JCStressMeta(Published.class) @State
  public static class OwnerAndUpgradingReader extends Fresh {
    @Actor public void owner() { attach().meet().publish().add(1); }
    @Actor public void reader(IJI_Result r) { meet().upgrade().look(r); }
  }
}
