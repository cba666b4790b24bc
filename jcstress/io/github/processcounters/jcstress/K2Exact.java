package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.jcstress.Frame.Fresh;
import io.github.processcounters.jcstress.Frame.Orphaned;
import io.github.processcounters.jcstress.Frame.Owned;
import io.github.processcounters.jcstress.Frame.OwnedWithRemote;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * K2, exact while single: all updates and reads of a counter fall into one order. There is no lock: reads look twice.
 */
public final class K2Exact {

  private K2Exact() {}

  // ADD THEN READ. One thread adds 1 and reads, the other adds 10 and reads. A thread that reads while its own plain
  // write is still in the store buffer misses the other's add, and the other its: there is no order of the four. Once
  // more with a thread that has left, and with remote words that are there before: to make them takes long.

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class OwnerAndRemote extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = tryAttach().meet().add(1).sum(); }
    @Actor public void remote(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class OwnerAndRemoteBySums extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = tryAttach().meet().add(1).sumOfAll(); }
    @Actor public void remote(JJ_Result r) { r.r2 = meet().add(10).sumOfAll(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class OwnerAndRemoteWithWords extends Fresh {
    @Actor public void owner(JJ_Result r) { r.r1 = tryAttach().meet().meet().add(1).sum(); }
    @Actor public void remote(JJ_Result r) { r.r2 = meet().add(0).meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class FirstAndFirst extends Fresh {
    @Actor public void one(JJ_Result r) { r.r1 = meet().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class RemoteAndRemote extends Owned {
    @Actor public void one(JJ_Result r) { r.r1 = meet().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class RemoteAndRemoteWithWords extends OwnedWithRemote {
    @Actor public void one(JJ_Result r) { r.r1 = meet().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class HeirAndHeir extends Orphaned {
    @Actor public void one(JJ_Result r) { r.r1 = meet().add(1).sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class LeaverAndRemote extends Fresh {
    @Actor public void leaver(JJ_Result r) { r.r1 = tryAttach().meet().meet().add(1).detach().sum(); }
    @Actor public void remote(JJ_Result r) { r.r2 = meet().add(0).meet().add(10).sum(); }
  }

  @JCStressTest @JCStressMeta(AddThenRead.class) @State
  public static class LeaverAndLeaver extends Fresh {
    @Actor public void one(JJ_Result r) { r.r1 = meet().add(1).detach().sum(); }
    @Actor public void other(JJ_Result r) { r.r2 = meet().add(10).detach().sum(); }
  }

  // ONE ORDER. The same with many adds of each thread, up and down, and a read after each. A read must count all its
  // own thread's, and a first part of the other's: of the other's next add it says "after me", so a read after that
  // counts mine.

  @Description("K2: two threads add and read in turn, and one order explains it all.")
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "One order.")
  @Outcome(expect = FORBIDDEN, desc = "A read is no sum of first parts, or each of two reads comes before the other.")
  static final class OneOrder {}

  @JCStressTest @JCStressMeta(OneOrder.class) @State
  public static class OwnerAndRemoteInOneOrder extends Fresh {
    private final Log log = new Log();

    @Actor public void owner() { tryAttach().meet().addFirst(log); }
    @Actor public void remote() { meet().addSecond(log); }
    @Arbiter public void look(Z_Result r) { r.r1 = log.isInOneOrder(); }
  }

  @JCStressTest @JCStressMeta(OneOrder.class) @State
  public static class RemoteAndRemoteInOneOrder extends Owned {
    private final Log log = new Log();

    @Actor public void one() { meet().addFirst(log); }
    @Actor public void other() { meet().addSecond(log); }
    @Arbiter public void look(Z_Result r) { r.r1 = log.isInOneOrder(); }
  }

  @JCStressTest @JCStressMeta(OneOrder.class) @State
  public static class FirstAndFirstInOneOrder extends Fresh {
    private final Log log = new Log();

    @Actor public void one() { meet().addFirst(log); }
    @Actor public void other() { meet().addSecond(log); }
    @Arbiter public void look(Z_Result r) { r.r1 = log.isInOneOrder(); }
  }

  // TWO LOOKS. One thread adds 1, -2, 4, -8 and so on, so that each sum tells how many adds it counts. The other reads
  // without pause, and must find first parts. A read of several words fails if it does not see that one of them moved
  // meanwhile: the remote ups, the downs, the owner's, or that there are remote words now. Where both are to move, both
  // threads take turns as the owner.

  @Description("K2: one thread adds, the other reads, and each read counts a first part of the adds.")
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "First parts, none shorter than one before.")
  @Outcome(expect = FORBIDDEN, desc = "A read counts a later add without an earlier one, or went back.")
  static final class FirstParts {}

  @JCStressTest @JCStressMeta(FirstParts.class) @State
  public static class RemoteAndReader extends Owned {
    @Actor public void remote() { meet().addSeries(); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readsFirstParts(); }
  }

  @JCStressTest @JCStressMeta(FirstParts.class) @State
  public static class OwnerAndReader extends Fresh {
    @Actor public void owner() { tryAttach().meet().addSeries(); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().add(0).readsFirstParts(); }
  }

  @JCStressTest @JCStressMeta(FirstParts.class) @State
  public static class FirstAndReader extends Fresh {
    @Actor public void first() { meet().addSeries(); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readsFirstParts(); }
  }

  @JCStressTest @JCStressMeta(FirstParts.class) @State
  public static class HeirAndReader extends Orphaned {
    @Actor public void heir() { meet().addSeries(); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readsFirstParts(); }
  }

  @JCStressTest @JCStressMeta(FirstParts.class) @State
  public static class LeaverAndReader extends Fresh {
    @Actor public void leaver() { meet().addSeriesInTurn(); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readsFirstParts(); }
  }

  @JCStressTest @JCStressMeta(FirstParts.class) @State
  public static class OwnersInTurn extends Fresh {
    @Actor public void leaver() { meet().addSeriesInTurn(); }
    @Actor public void reader(Z_Result r) { r.r1 = meet().readsFirstPartsInTurn(); }
  }

  // NOT PROMISED. The add is no fence for what is not a counter of the set.

  @JCStressTest
  @Description("K2: an add is no fence, so its thread may read something else before the add is seen.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The owner was first.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The flag was first.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both were before both reads.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "The add was in the store buffer: a fence is due.")
  @Outcome(expect = FORBIDDEN, desc = "There is no such value.")
  @State
  public static class Dekker extends Fresh {
    private volatile int flag;

    @Actor public void owner(IJ_Result r) {
      counters.tryAttach();
      meeting.await();
      counters.add(0, 1);
      r.r1 = flag;
    }

    @Actor public void remote(IJ_Result r) {
      meeting.await();
      flag = 1;
      r.r2 = counters.sum(0);
    }
  }
}
