package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What meets an upgrade that has begun and not happened yet. A set asks for the ids of those who get a stripe before it
 * is striped, and here one of them changes the set when it is asked.
 */
final class MeetingTest {

  private final ProcessCounters counters = new ProcessCounters(1);
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();
  private final Actor first = new Actor("first");
  private final Actor asked = ThreadWithId.actor(() -> {
    Runnable change = meanwhile.getAndSet(null);
    if (change != null) {
      change.run();
    }
    return 7;
  });
  private final Actor third = new Actor("third");

  @AfterEach
  void end() {
    first.close();
    asked.close();
    third.close();
  }

  private void attach(Runnable change) {
    first.run(counters::attach);
    first.run(() -> counters.add(0, 1));
    meanwhile.set(change);
    asked.run(counters::attach);
    assertNull(meanwhile.get(), "not asked");
  }

  @Test
  @DisplayName("K6: a thread that attaches just when the owner detaches does not stripe the set")
  void attachMeetsDetach() {
    attach(() -> first.run(counters::detach));
    assertFalse(counters.isStriped());
    assertAttached(counters, asked.thread());
  }

  @Test
  @DisplayName("K6: a thread that attaches just when the owner hands over stripes the set, with the new owner in it")
  void attachMeetsHandOver() {
    attach(() -> {
      first.run(counters::detach);
      third.run(() -> counters.add(0, 2));
    });
    assertTrue(counters.isStriped());
    assertAttached(counters, asked.thread(), third.thread());
    assertSums(counters, 3);
  }

  @Test
  @DisplayName("K1: a thread that attaches just when the set is striped leaves the stripes as they are")
  void attachMeetsUpgrade() {
    attach(() -> {
      counters.upgrade();
      first.run(() -> counters.add(0, 2));
    });
    assertAttached(counters, first.thread(), asked.thread());
    asked.run(() -> counters.add(0, 4));
    first.run(() -> counters.add(0, 8));
    assertSums(counters, 15);
  }

  @Test
  @DisplayName("K1, K6: of two threads that attach at once one stripes the set, and the other joins it")
  void attachMeetsAttach() {
    attach(() -> {
      third.run(counters::attach);
      third.run(() -> counters.add(0, 2));
    });
    assertTrue(counters.isStriped());
    assertAttached(counters, first.thread(), asked.thread(), third.thread());
    assertSums(counters, 3);
  }

  @Test
  @DisplayName("K1: what owner and others add just before the set is striped is counted once")
  void attachMeetsAdds() {
    attach(() -> {
      first.run(() -> counters.add(0, 2));
      third.run(() -> counters.add(0, 4));
    });
    assertTrue(counters.isStriped());
    assertSums(counters, 7);
  }

  private void upgrade(Runnable change) {
    asked.run(counters::attach);
    asked.run(() -> counters.add(0, 1));
    meanwhile.set(change);
    first.run(counters::upgrade);
    assertNull(meanwhile.get(), "not asked");
    assertTrue(counters.isStriped());
  }

  @Test
  @DisplayName("K6: an upgrade that meets a hand-over keeps the new owner attached, and not the old one")
  void upgradeMeetsHandOver() {
    upgrade(() -> {
      asked.run(counters::detach);
      third.run(counters::attach);
    });
    assertAttached(counters, third.thread());
  }

  @Test
  @DisplayName("K6, K8: an upgrade that meets the owner's detach() keeps nobody")
  void upgradeMeetsDetach() {
    upgrade(() -> asked.run(counters::detach));
    assertAttached(counters);
  }

  @Test
  @DisplayName("K1: of two upgrades one happens")
  void upgradeMeetsUpgrade() {
    upgrade(() -> {
      third.run(counters::upgrade);
      asked.run(() -> counters.add(0, 2));
      third.run(() -> counters.add(0, 4));
    });
    assertAttached(counters, asked.thread());
    assertSums(counters, 7);
  }

  @Test
  @DisplayName("K6: remote updates that come in a flood do not stripe a set that its owner leaves just then")
  void mendingMeetsDetach() {
    asked.run(counters::attach);
    meanwhile.set(() -> asked.run(counters::detach));
    int times = 0;
    while (meanwhile.get() != null) {
      counters.increment(0);
      times++;
    }
    counters.increment(0);
    assertFalse(counters.isStriped());
    assertAttached(counters, Thread.currentThread());
    assertSums(counters, times + 1);
  }

  @Test
  @DisplayName("K1, K7: remote updates whose mending fails are counted, and do not throw")
  void mendingFails() {
    asked.run(counters::attach);
    meanwhile.set(() -> {
      throw new AssertionError("no id");
    });
    int times = 0;
    while (meanwhile.get() != null) {
      counters.increment(0);
      times++;
    }
    assertFalse(counters.isStriped());
    assertSums(counters, times);
  }

  @Test
  @DisplayName("K8: a thread that attaches while it attaches is attached once, and leaves")
  void attachMeetsItself() {
    counters.upgrade();
    meanwhile.set(counters::attach);
    asked.run(counters::attach);
    assertNull(meanwhile.get(), "not asked");
    assertAttached(counters, asked.thread());
    asked.run(counters::detach);
    assertAttached(counters);
  }
}
