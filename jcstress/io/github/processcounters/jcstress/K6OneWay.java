package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.processcounters.ProcessCounters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** K6: a set is striped by an upgrade or a second attached thread, by nothing else, and for ever. */
public final class K6OneWay {

  private K6OneWay() {}

  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Single: not striped yet, or never two were attached.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "Striped between the two looks.")
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Striped before.")
  @Outcome(id = "true, false", expect = FORBIDDEN, desc = "The set has gone back.")
  static final class NeverBack {}

  @JCStressTest
  @Description("K6: two threads attach to a single set at the same time, and both are its owner.")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Striped, or one has died already.")
  @Outcome(expect = FORBIDDEN, desc = "Single, and two live threads are attached.")
  @State
  public static class AttacherAndAttacher {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();
    private volatile Thread one;
    private volatile Thread other;

    @Actor
    public void one(ZZ_Result r) {
      meeting.await();
      counters.attach();
      one = Thread.currentThread();
      r.r1 = isSingleWith(other);
    }

    @Actor
    public void other(ZZ_Result r) {
      meeting.await();
      counters.attach();
      other = Thread.currentThread();
      r.r2 = isSingleWith(one);
    }

    private boolean isSingleWith(Thread attached) {
      return attached != null && attached.isAlive() && !counters.isStriped();
    }
  }

  @JCStressTest
  @Description("K6: an owner that leaves takes the upgrade back.")
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "Striped.")
  @Outcome(expect = FORBIDDEN, desc = "Still, or again, single.")
  @State
  public static class DetacherAndUpgrader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void detacher() {
      counters.attach();
      meeting.await();
      counters.detach();
    }

    @Actor
    public void upgrader() {
      meeting.await();
      counters.upgrade();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = counters.isStriped();
    }
  }

  @JCStressTest
  @Description("K6: a thread that attaches while the set is striped makes itself the owner of a single one.")
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "Striped.")
  @Outcome(expect = FORBIDDEN, desc = "Still, or again, single.")
  @State
  public static class AttacherAndUpgrader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void attacher() {
      meeting.await();
      counters.attach();
    }

    @Actor
    public void upgrader() {
      meeting.await();
      counters.upgrade();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = counters.isStriped();
    }
  }

  @JCStressTest
  @JCStressMeta(NeverBack.class)
  @Description("K6: a set is seen striped, and then single.")
  @State
  public static class UpgraderAndReader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void upgrader() {
      meeting.await();
      counters.upgrade();
    }

    @Actor
    public void reader(ZZ_Result r) {
      meeting.await();
      r.r1 = counters.isStriped();
      r.r2 = counters.isStriped();
    }
  }

  @JCStressTest
  @JCStressMeta(NeverBack.class)
  @Description("K6: a set is seen striped, and then single, when a thread that striped it leaves.")
  @State
  public static class AttacherAndReader {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void attacher() {
      counters.attach();
      meeting.await();
    }

    @Actor
    public void attachingReader(ZZ_Result r) {
      counters.attach();
      meeting.await();
      r.r1 = counters.isStriped();
      counters.detach();
      r.r2 = counters.isStriped();
    }
  }

  @JCStressTest
  @Description("K6: remote updates and reads stripe a set.")
  @Outcome(id = "false", expect = ACCEPTABLE, desc = "Single.")
  @Outcome(expect = FORBIDDEN, desc = "Striped without a cause.")
  @State
  public static class OwnerAndRemote {
    private final ProcessCounters counters = new ProcessCounters(1);
    private final Meeting meeting = new Meeting();

    @Actor
    public void owner() {
      counters.attach();
      meeting.await();
      counters.add(0, 1);
    }

    @Actor
    public void remote() {
      meeting.await();
      counters.add(0, 10);
      counters.sums();
    }

    @Arbiter
    public void look(Z_Result r) {
      r.r1 = counters.isStriped();
    }
  }

  @JCStressTest
  @Description("K6: a hand-over stripes a set.")
  @Outcome(id = "0, false", expect = ACCEPTABLE, desc = "The first thread has not left yet.")
  @Outcome(id = "1, false", expect = ACCEPTABLE, desc = "The next thread came after the first had left.")
  @Outcome(expect = FORBIDDEN, desc = "Striped, though never two threads were attached.")
  @State
  public static class HandOver {
    private final ProcessCounters counters = new ProcessCounters(1);
    private volatile int left;

    @Actor
    public void first() {
      counters.attach();
      counters.detach();
      left = 1;
    }

    @Actor
    public void next(IZ_Result r) {
      r.r1 = left;
      if (r.r1 == 1) {
        counters.attach();
      }
      r.r2 = counters.isStriped();
    }
  }
}
