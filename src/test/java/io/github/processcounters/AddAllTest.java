package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The updates of one event, or another set's sums, added in one go. */
final class AddAllTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: deltas of any kind, by an attached and by another thread, each to its counter")
  void deltas(Mode mode) {
    ProcessCounters counters = mode.attached(4);
    long[] deltas = {5, 0, -7, Long.MIN_VALUE};
    counters.addAll(deltas);
    assertSums(counters, 5, 0, -7, Long.MIN_VALUE);
    try (Actor other = new Actor("other")) {
      other.run(() -> counters.addAll(deltas));
      assertSums(counters, 10, 0, -14, 0);
      other.run(() -> counters.addAll(new long[] {0, -1, 1, 0}));
    }
    counters.addAll(new long[] {-10, 0, 0, 9});
    assertSums(counters, 0, -1, -13, 9);
    assertArrayEquals(new long[] {5, 0, -7, Long.MIN_VALUE}, deltas);
    assertEquals(mode == Mode.STRIPED, counters.isStriped());
    assertAttached(counters, Thread.currentThread());
  }

  @Test
  @DisplayName("K1, K4: deltas that race with an upgrade, and with becoming and leaving as the owner, are counted once")
  void deltasInTheMidst() {
    int times = 100;
    List<ProcessCounters> sets = Stream.generate(() -> new ProcessCounters(3)).limit(500).collect(Collectors.toList());
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, 3);
    long[] deltas = {1, -2, 3};
    Runnable counting = rounds.of(counters -> {
      for (int i = 1; i <= times; i++) {
        counters.addAll(deltas);
        long sum = counters.sum(0);
        assertTrue(sum >= i, () -> "read " + sum);
        if (i % 32 == 0) {
          counters.detach();
        }
      }
    });
    Runnable upgrading = rounds.of(counters -> {
      for (int i = 1; i <= times; i++) {
        counters.addAll(deltas);
        if (i == times / 2) {
          counters.upgrade();
        }
      }
    });
    Actor.runTogether(List.of(counting, counting, upgrading));
    for (ProcessCounters counters : sets) {
      assertSums(counters, 3 * times, -6 * times, 9 * times);
    }
  }

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
  @DisplayName("K6: of nothing, this is no update: nobody owns a set for it, and it takes no place for those of others")
  void nothing() {
    ProcessCounters job = new ProcessCounters(4);
    job.addAll(new ProcessCounters(4));
    job.addAll(new long[4]);
    assertAttached(job);
    job.attach();
    int words = wordsOf(job).size();
    try (Actor other = new Actor("other")) {
      other.run(() -> job.addAll(new ProcessCounters(4)));
      other.run(() -> job.addAll(new long[4]));
      assertEquals(words, wordsOf(job).size());
      other.run(() -> job.increment(0));
      assertTrue(wordsOf(job).size() > words);
    }
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
    assertThrowsNaming("other", NullPointerException.class, () -> counters.addAll((ProcessCounters) null));
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
      boolean attaches = round % 2 == 0;
      if (round % 3 > 0) { // else all updates are remote, unless they attach
        first.detach();
        second.detach();
      }
      Actor.runTogether(List.of(new Crossing(first, second, attaches), new Crossing(second, first, attaches)));
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
    private final boolean attaches;

    Crossing(ProcessCounters into, ProcessCounters from, boolean attaches) {
      this.into = into;
      this.from = from;
      this.attaches = attaches;
    }

    static ProcessCounters begin(Mode mode) {
      ProcessCounters counters = mode.unowned(SIZE);
      counters.increment(SMALL);
      counters.add(LARGE, LARGE_UNIT);
      return counters;
    }

    @Override
    public void run() {
      if (attaches) {
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
