package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stripes a set, what does not, and that nothing is lost on the way. */
final class UpgradeTest {

  private final Thread current = Thread.currentThread();

  @Test
  @DisplayName("K1, K6: the second to attach stripes the set; all counted before and after is in the sum")
  void secondAttacher() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    try (Actor second = new Actor("second"); Actor remote = new Actor("remote")) {
      counters.add(0, 1);
      remote.run(() -> counters.add(0, 2));
      second.run(() -> counters.add(0, 4));
      assertFalse(counters.isStriped());
      second.run(counters::attach);
      assertTrue(counters.isStriped());
      assertAttached(counters, current, second.thread());
      assertSums(counters, 7);
      counters.add(0, 8);
      remote.run(() -> counters.add(0, 16));
      second.run(() -> counters.add(0, 32));
      assertSums(counters, 63);
      second.run(() -> assertSums(counters, 63));
      remote.run(() -> assertSums(counters, 63));
    }
  }

  @Test
  @DisplayName("K1, K6: upgrade() by the owner stripes the set, and the owner stays attached")
  void upgradeByOwner() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    counters.add(0, 1);
    counters.upgrade();
    assertTrue(counters.isStriped());
    assertAttached(counters, current);
    counters.add(0, 2);
    assertSums(counters, 3);
  }

  @Test
  @DisplayName("K1, K6: upgrade() by another thread stripes the set, and only the owner is attached")
  void upgradeByAnother() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    counters.add(0, 1);
    try (Actor other = new Actor("other")) {
      other.run(() -> counters.add(0, 2));
      other.run(counters::upgrade);
      assertTrue(counters.isStriped());
      assertAttached(counters, current);
      other.run(() -> counters.add(0, 4));
    }
    counters.add(0, 8);
    assertSums(counters, 15);
  }

  @Test
  @DisplayName("K6: upgrade() stripes a set without an owner, and attaches nobody")
  void upgradeWithoutOwner() {
    ProcessCounters counters = new ProcessCounters(1);
    counters.add(0, 1);
    counters.detach();
    counters.upgrade();
    assertTrue(counters.isStriped());
    assertAttached(counters);
    counters.add(0, 2);
    assertSums(counters, 3);
  }

  @Test
  @DisplayName("K6, K8: upgrade() stripes a set whose owner is dead, and lets go of it")
  void upgradeWithDeadOwner() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor mortal = new Actor("mortal")) {
      mortal.run(counters::attach);
      mortal.run(() -> counters.add(0, 1));
    }
    counters.upgrade();
    assertTrue(counters.isStriped());
    assertAttached(counters);
    assertSums(counters, 1);
  }

  @Test
  @DisplayName("K1, K6: a second upgrade() changes nothing")
  void upgradeTwice() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    counters.upgrade();
    counters.add(0, 5);
    counters.upgrade();
    assertTrue(counters.isStriped());
    assertAttached(counters, current);
    assertSums(counters, 5);
  }

  @Test
  @DisplayName("K6: updates and reads by others, and detaching what is not attached, do not stripe")
  void strangersDoNotStripe() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    try (Actor stranger = new Actor("stranger")) {
      stranger.run(() -> {
        counters.increment(0);
        counters.decrement(0);
        assertSums(counters, 0);
        counters.detach();
        counters.toString();
      });
    }
    assertFalse(counters.isStriped());
    assertAttached(counters, current);
  }

  @Test
  @DisplayName("K6: an owner that attaches again does not stripe")
  void nestedDoesNotStripe() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    counters.attach();
    assertFalse(counters.isStriped());
    assertAttached(counters, current);
  }

  @Test
  @DisplayName("K6: an owner that dies while the next attaches does not count as live either")
  void ownerDiesMeanwhile() {
    ProcessCounters counters = new ProcessCounters(1);
    Actor owner = new Actor("mortal");
    owner.run(counters::attach);
    try (Actor next = ThreadWithId.actor(() -> {
      owner.close(); // the owner was alive when its own id was asked for
      return 5;
    })) {
      next.run(counters::attach);
      assertFalse(counters.isStriped());
      assertAttached(counters, next.thread());
    }
  }

  @Test
  @DisplayName("K6: an idle thread of a pool is neither dead nor detached")
  void idleOwner() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor pooled = new Actor("pooled")) {
      pooled.run(counters::attach);
      counters.attach();
      assertTrue(counters.isStriped());
      assertAttached(counters, current, pooled.thread());
    }
  }

  @Test
  @DisplayName("K6: a striped set stays striped when one thread or none is left")
  void neverBack() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    try (Actor second = new Actor("second")) {
      second.run(counters::attach);
      second.run(counters::detach);
      assertTrue(counters.isStriped());
      counters.detach();
      assertTrue(counters.isStriped());
      second.run(counters::attach);
      assertAttached(counters, second.thread());
    }
    counters.attach();
    assertTrue(counters.isStriped());
  }

  @Test
  @DisplayName("K8: attachments from before the upgrade close after it")
  void attachmentAcrossUpgrade() {
    ProcessCounters counters = new ProcessCounters(1);
    Attachment joining = counters.attach();
    Attachment nested = counters.attach();
    counters.upgrade();
    nested.close();
    assertAttached(counters, current);
    joining.close();
    assertAttached(counters);
  }

  @Test
  @DisplayName("K1, K4: an upgrade in the midst of updates by owner, remote and attaching threads loses nothing")
  void upgradeInTheMidst() {
    int rounds = 1_000;
    int times = 20;
    List<ProcessCounters> sets = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      sets.add(new ProcessCounters(1));
    }
    Rounds<ProcessCounters> inRounds = new Rounds<>(sets, 3);
    Runnable first = inRounds.of(counters -> {
      counters.attach();
      count(counters, times);
    });
    Runnable second = inRounds.of(counters -> {
      count(counters, times / 2);
      counters.attach();
      count(counters, times / 2);
    });
    Runnable remote = inRounds.of(counters -> {
      count(counters, times);
      counters.upgrade();
    });
    Actor.runTogether(List.of(first, second, remote));
    for (ProcessCounters counters : sets) {
      assertSums(counters, 3 * times);
      assertTrue(counters.isStriped());
    }
  }

  private static void count(ProcessCounters counters, int times) {
    long latest = 0;
    for (int i = 1; i <= times; i++) {
      counters.increment(0);
      long sum = counters.sum(0);
      assertTrue(sum > latest, "a read misses the thread's own increment");
      latest = sum;
    }
  }
}
