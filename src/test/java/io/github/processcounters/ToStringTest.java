package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The line for a log: size, mode, owner if there is one, sums. */
final class ToStringTest {

  @Test
  @DisplayName("K6: a set shows its owner while it has a live one, and its mode")
  void toStringInEachMode() {
    ProcessCounters counters = ProcessCounters.detached(2);
    assertEquals("ProcessCounters[size=2, single, sums=[0, 0]]", counters.toString());
    try (Actor owner = new Actor("worker")) {
      owner.run(counters::attach);
      owner.run(() -> counters.add(0, 7));
      counters.add(1, -512);
      assertEquals("ProcessCounters[size=2, single, owner=worker, sums=[7, -512]]", counters.toString());
    }
    assertEquals("ProcessCounters[size=2, single, sums=[7, -512]]", counters.toString());
    counters.upgrade();
    counters.increment(0);
    assertEquals("ProcessCounters[size=2, striped, sums=[8, -512]]", counters.toString());
  }

  @Test
  @DisplayName("A thread without a name, as virtual threads are, is shown as it shows itself")
  void threadWithoutName() {
    ProcessCounters counters = ProcessCounters.detached(1);
    try (Actor owner = new Actor(ThreadWithId.named("", 1))) {
      owner.run(counters::attach);
      assertEquals("ProcessCounters[size=1, single, owner=" + owner.thread() + ", sums=[0]]", counters.toString());
    }
  }
}
