package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which sums there are: of any deltas, of counters apart from each other, of sets of any size. */
final class SumTest {

  private static final long[] DELTAS = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE, 1L << 40, -7};

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: any delta by an attached and by another thread is legal, and totals are taken mod 2^64")
  void anyDelta(Mode mode) {
    ProcessCounters counters = mode.attached(1);
    long expected = 0;
    try (Actor other = new Actor("other")) {
      for (long delta : DELTAS) {
        counters.add(0, delta);
        expected += delta;
        assertSums(counters, expected);
        other.run(() -> counters.add(0, delta));
        expected += delta;
        assertSums(counters, expected);
        other.run(() -> counters.add(0, 3 * delta));
        expected += 3 * delta;
        assertSums(counters, expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: counters do not touch each other")
  void countersApart(Mode mode) {
    ProcessCounters counters = mode.attached(3);
    try (Actor other = new Actor("other")) {
      for (int i = 0; i < 3; i++) {
        int counter = i;
        counters.add(counter, 1L << counter);
        counters.add(counter, -(16L << counter));
        other.run(() -> counters.add(counter, 256L << counter));
        other.run(() -> counters.add(counter, -(4096L << counter)));
      }
      long each = 1 - 16 + 256 - 4096;
      assertSums(counters, each, 2 * each, 4 * each);
      other.run(() -> assertSums(counters, each, 2 * each, 4 * each));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: increment adds one, decrement subtracts one")
  void incrementAndDecrement(Mode mode) {
    ProcessCounters counters = mode.attached(2);
    counters.increment(0);
    counters.decrement(1);
    assertSums(counters, 1, -1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: the smallest and the largest set count in their first and last counter")
  void sizes(Mode mode) {
    for (int size : new int[] {1, ProcessCounters.MAX_SIZE}) {
      ProcessCounters counters = mode.attached(size);
      assertEquals(size, counters.size());
      long[] expected = new long[size];
      try (Actor other = new Actor("other")) {
        for (int counter : new int[] {0, size - 1}) {
          counters.add(counter, -1);
          other.run(() -> counters.add(counter, 6));
          other.run(() -> counters.add(counter, -2));
          counters.add(counter, 4);
          expected[counter] += 7;
        }
      }
      assertSums(counters, expected);
    }
  }
}
