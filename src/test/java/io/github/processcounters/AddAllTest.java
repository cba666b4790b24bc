package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static io.github.processcounters.SetAssertions.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One set's sums, added to another one. */
final class AddAllTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: by an attached and by another thread, from and into a set of either mode")
  void eachPairOfModes(Mode into) {
    for (Mode from : Mode.values()) {
      ProcessCounters task = counted(from);
      ProcessCounters job = counted(into);
      job.addAll(task);
      assertSums(job, 10, -8, Long.MIN_VALUE * 2, 0);
      try (Actor other = new Actor("other")) {
        other.run(() -> job.addAll(task));
      }
      assertSums(job, 15, -12, Long.MIN_VALUE * 3, 0);
      assertSums(task, 5, -4, Long.MIN_VALUE, 0);
      assertEquals(into == Mode.STRIPED, job.isStriped());
      assertEquals(from == Mode.STRIPED, task.isStriped());
      assertAttached(job, Thread.currentThread());
      assertAttached(task, Thread.currentThread());
    }
  }

  @Test
  @DisplayName("K2: of nothing, this is no remote update, after which reads of a single set would take its lock")
  void nothing() {
    ProcessCounters job = ProcessCounters.detached(4);
    job.addAll(ProcessCounters.detached(4));
    assertNull(inside(job, "remote"));
  }

  /** Counted by two threads, in all parts that a set has: 5, -4, 2^63, 0. */
  private static ProcessCounters counted(Mode mode) {
    ProcessCounters counters = mode.attached(4);
    try (Actor other = new Actor("other")) {
      for (Consumer<Runnable> thread : List.<Consumer<Runnable>>of(Runnable::run, other::run)) {
        thread.accept(() -> counters.add(1, -2));
        thread.accept(() -> counters.add(2, Long.MIN_VALUE / 2));
      }
      counters.add(0, 7);
      other.run(() -> counters.add(0, -2));
    }
    return counters;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: a set itself, none, and one of another size are not added")
  void badInput(Mode mode) {
    ProcessCounters counters = counted(mode);
    try (Actor other = new Actor("other")) {
      assertThrowBad(counters);
      other.run(() -> assertThrowBad(counters));
    }
    assertSums(counters, 5, -4, Long.MIN_VALUE, 0);
    assertEquals(mode == Mode.STRIPED, counters.isStriped());
    assertAttached(counters, Thread.currentThread());
  }

  private static void assertThrowBad(ProcessCounters counters) {
    assertThrowsNaming("itself", IllegalArgumentException.class, () -> counters.addAll(counters));
    assertThrowsNaming("other", NullPointerException.class, () -> counters.addAll(null));
    for (int size : new int[] {1, 3, 5}) {
      ProcessCounters small = new ProcessCounters(size);
      small.increment(0);
      assertThrowsNaming(size, IllegalArgumentException.class, () -> counters.addAll(small));
      assertEquals(1, small.sum(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1, K4, K7: two threads that add two sets into each other do not wait for ever, and add what was there")
  void intoEachOther(Mode mode) {
    for (int round = 0; round < 300; round++) {
      ProcessCounters first = Crossing.begin(mode);
      ProcessCounters second = Crossing.begin(mode);
      boolean isAttached = round % 2 == 0;
      Actor.runTogether(List.of(
          new Crossing(first, second, isAttached), new Crossing(second, first, isAttached)));
      for (ProcessCounters counters : List.of(first, second)) {
        long small = counters.sum(Crossing.SMALL);
        assertTrue(small > Crossing.TIMES && small <= Crossing.MOST, () -> "sum " + small);
        assertEquals(0, counters.sum(Crossing.ZERO));
        assertEquals(0, counters.sum(Crossing.LARGE) & Crossing.LARGE_UNIT - 1, "multiples stay multiples mod 2^64");
      }
      long sum = first.sum(Crossing.SMALL) + second.sum(Crossing.SMALL);
      first.addAll(second);
      assertEquals(sum, first.sum(Crossing.SMALL));
    }
  }

  /** Nobody else changes {@code into}, and {@code from} only goes up, so what is added is between two reads of it. */
  private static final class Crossing implements Runnable {

    static final int SMALL = 0;
    static final int ZERO = 1;
    static final int LARGE = 2;
    static final int SIZE = 3;

    static final int TIMES = 20;
    static final long LARGE_UNIT = 1L << 61;

    /** If the two always take turns, the sums are Fibonacci numbers; no other order makes them larger. */
    static final long MOST = 267_914_296;

    private final ProcessCounters into;
    private final ProcessCounters from;
    private final boolean isAttached;

    Crossing(ProcessCounters into, ProcessCounters from, boolean isAttached) {
      this.into = into;
      this.from = from;
      this.isAttached = isAttached;
    }

    static ProcessCounters begin(Mode mode) {
      ProcessCounters counters = mode.detached(SIZE);
      counters.increment(SMALL);
      counters.add(LARGE, LARGE_UNIT);
      return counters;
    }

    @Override
    public void run() {
      if (isAttached) {
        into.attach();
      }
      for (int i = 0; i < TIMES; i++) {
        long before = into.sum(SMALL);
        long least = from.sum(SMALL);
        into.addAll(from);
        long added = into.sum(SMALL) - before;
        long most = from.sum(SMALL);
        assertTrue(least <= added && added <= most, () -> added + " is not in " + least + " to " + most);
      }
    }
  }
}
