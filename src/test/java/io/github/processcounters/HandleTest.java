package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.Serializable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One counter of a set as an object. */
final class HandleTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: handles count in their counter, in whatever thread, and read it")
  void counts(Mode mode) {
    ProcessCounters counters = mode.attached(2);
    CounterHandle one = counters.handle(1);
    CounterHandle another = counters.handle(1);
    try (Actor other = new Actor("other")) {
      one.add(5);
      other.run(() -> one.add(-7));
      another.increment();
      other.run(another::decrement);
      other.run(another::decrement);
      assertEquals(-3, one.sum());
      assertEquals(-3, other.call(another::sum));
    }
    assertSums(counters, 0, -3);
    assertEquals(0, counters.handle(0).sum());
  }

  @Test
  @DisplayName("K1: a handle counts on through an upgrade")
  void throughUpgrade() {
    ProcessCounters counters = new ProcessCounters(1);
    CounterHandle handle = counters.handle(0);
    handle.add(1);
    try (Actor second = new Actor("second")) {
      second.run(counters::attach);
      second.run(() -> handle.add(2));
      handle.add(4);
      assertEquals(7, handle.sum());
      assertAttached(counters, Thread.currentThread(), second.thread());
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: there are no handles of counters that do not exist, and to ask for one changes nothing")
  void badIndices(Mode mode) {
    ProcessCounters counters = mode.unowned(3);
    for (int index : new int[] {-1, 3, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThrowsNaming(index, IndexOutOfBoundsException.class, () -> counters.handle(index));
    }
    assertAttached(counters);
  }

  @Test
  @DisplayName("A handle is no Number, which is Serializable, as a set refers to threads")
  void isNotSerializable() {
    assertFalse(Serializable.class.isAssignableFrom(CounterHandle.class));
  }
}
