package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.inside;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What waits for the lock, and what it finds when it gets it: the test holds the lock until another thread stands
 * before it, changes the set, and lets go. So each check that is made again under the lock has a test that needs it.
 */
final class LockTest {

  private final Thread current = Thread.currentThread();
  private final Actor other = new Actor("other");

  @AfterEach
  void end() {
    other.close();
  }

  @Test
  @DisplayName("K7: the owner's updates, and its reads while it is alone, wait for nobody")
  void ownerTakesNoLock() {
    ProcessCounters counters = ProcessCounters.detached(1);
    other.run(counters::attach);
    synchronized (lockOf(counters)) {
      other.run(() -> {
        counters.increment(0);
        counters.attach().close();
        assertSums(counters, 1);
      });
    }
    counters.increment(0);
    synchronized (lockOf(counters)) {
      other.run(() -> counters.increment(0));
    }
    assertSums(counters, 3);
  }

  @Test
  @DisplayName("K7: reads by others while there is only an owner wait for nobody")
  void readerTakesNoLock() {
    ProcessCounters counters = new ProcessCounters(1);
    counters.increment(0);
    synchronized (lockOf(counters)) {
      other.run(() -> assertSums(counters, 1));
    }
  }

  @Test
  @DisplayName("K7: once the set is striped nothing waits for anybody")
  void stripedTakesNoLock() {
    ProcessCounters counters = Mode.STRIPED.attached(1);
    synchronized (lockOf(counters)) {
      other.run(() -> {
        counters.increment(0);
        counters.attach();
        counters.increment(0);
        counters.upgrade();
        assertSums(counters, 2);
        counters.detach();
      });
    }
  }

  @Test
  @DisplayName("K7: who locks the set itself holds up nobody")
  void lockIsPrivate() {
    ProcessCounters counters = new ProcessCounters(1);
    synchronized (counters) {
      other.run(() -> {
        counters.increment(0);
        assertSums(counters, 1);
        counters.attach();
        counters.detach();
        counters.upgrade();
      });
    }
  }

  @Test
  @DisplayName("K1: a remote update that meets the upgrade is counted once")
  void addMeetsUpgrade() {
    ProcessCounters counters = new ProcessCounters(1);
    whileWaiting(counters, () -> counters.add(0, 4), counters::upgrade);
    assertSums(counters, 4);
    // Reads of a striped set take no lock, so that what is read without one must be at rest.
    assertNull(inside(counters, "remote"));
  }

  @Test
  @DisplayName("K1: of two first remote updates both are counted")
  void addMeetsAdd() {
    ProcessCounters counters = ProcessCounters.detached(1);
    whileWaiting(counters, () -> counters.add(0, 4), () -> counters.add(0, 8));
    assertSums(counters, 12);
  }

  @Test
  @DisplayName("K1: a read that meets the upgrade counts what happened before it got the lock")
  void readMeetsUpgrade() {
    ProcessCounters counters = withRemoteUpdate();
    whileWaiting(counters, () -> assertSums(counters, 3), () -> {
      counters.upgrade();
      counters.add(0, 2);
    });
  }

  @Test
  @DisplayName("K1: a read of all counters that meets the upgrade counts what happened before it got the lock")
  void readOfAllMeetsUpgrade() {
    ProcessCounters counters = withRemoteUpdate();
    long[] sums = new long[1];
    whileWaiting(counters, () -> counters.sums(sums), () -> {
      counters.upgrade();
      counters.add(0, 2);
    });
    assertSums(counters, sums);
    assertSums(counters, 3);
  }

  @Test
  @DisplayName("K2: reads that wait count what the owner did meanwhile")
  void readMeetsOwner() {
    ProcessCounters counters = withRemoteUpdate();
    whileWaiting(counters, () -> assertSums(counters, 3), () -> counters.add(0, 2));
    long[] sums = new long[1];
    whileWaiting(counters, () -> counters.sums(sums), () -> counters.add(0, 2));
    assertSums(counters, sums);
  }

  @Test
  @DisplayName("K6: a thread that attaches just when the owner detaches does not stripe the set")
  void attachMeetsDetach() {
    ProcessCounters counters = new ProcessCounters(1);
    whileWaiting(counters, counters::attach, counters::detach);
    assertFalse(counters.isStriped());
    assertAttached(counters, other.thread());
  }

  @Test
  @DisplayName("K6: of two threads that attach first one is the owner, and the other stripes the set")
  void attachMeetsAttach() {
    ProcessCounters counters = ProcessCounters.detached(1);
    whileWaiting(counters, counters::attach, counters::attach);
    assertTrue(counters.isStriped());
    assertAttached(counters, current, other.thread());
  }

  @Test
  @DisplayName("K1: a thread that attaches just when the set is striped leaves the stripes as they are")
  void attachMeetsUpgrade() {
    ProcessCounters counters = new ProcessCounters(1);
    whileWaiting(counters, counters::attach, () -> {
      counters.upgrade();
      counters.add(0, 2);
    });
    assertSums(counters, 2);
    assertAttached(counters, current, other.thread());
  }

  @Test
  @DisplayName("K6: a thread that attaches first, just when the set is striped, is no owner of a single set")
  void firstAttachMeetsUpgrade() {
    ProcessCounters counters = ProcessCounters.detached(1);
    whileWaiting(counters, counters::attach, counters::upgrade);
    assertNull(inside(counters, "owner"));
    assertAttached(counters, other.thread());
  }

  @Test
  @DisplayName("K1: of two upgrades one happens")
  void upgradeMeetsUpgrade() {
    ProcessCounters counters = new ProcessCounters(1);
    whileWaiting(counters, counters::upgrade, () -> {
      counters.upgrade();
      counters.add(0, 2);
    });
    assertSums(counters, 2);
    assertAttached(counters, current);
  }

  @Test
  @DisplayName("K6: an upgrade that meets a hand-over keeps the new owner attached, and not the old one")
  void upgradeMeetsHandOver() {
    ProcessCounters counters = ProcessCounters.detached(1);
    whileWaiting(counters, counters::upgrade, counters::attach);
    assertTrue(counters.isStriped());
    assertAttached(counters, current);
    ProcessCounters left = new ProcessCounters(1);
    whileWaiting(left, left::upgrade, left::detach);
    assertTrue(left.isStriped());
    assertAttached(left);
  }

  @Test
  @DisplayName("K8: an owner that detaches just when the set is striped leaves its stripe")
  void detachMeetsUpgrade() {
    ProcessCounters counters = ProcessCounters.detached(1);
    other.run(counters::attach);
    whileWaiting(counters, counters::detach, counters::upgrade);
    assertTrue(counters.isStriped());
    assertAttached(counters);
  }

  private ProcessCounters withRemoteUpdate() {
    ProcessCounters counters = new ProcessCounters(1);
    other.run(() -> counters.add(0, 1));
    return counters;
  }

  /** The step gets the lock only after the change, and has gone as far as it can without. */
  private void whileWaiting(ProcessCounters counters, Runnable step, Runnable change) {
    Future<?> waiting;
    synchronized (lockOf(counters)) {
      waiting = other.start(step);
      while (other.thread().getState() != Thread.State.BLOCKED) {
        assertFalse(waiting.isDone(), "takes no lock");
        Thread.onSpinWait();
      }
      change.run();
    }
    Actor.await(waiting);
  }

  private static Object lockOf(ProcessCounters counters) {
    return inside(counters, "local");
  }
}
