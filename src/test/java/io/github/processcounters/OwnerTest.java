package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A set finds its owner: the first thread that counts where no live thread is the owner. */
final class OwnerTest {

  private final Thread current = Thread.currentThread();

  @ParameterizedTest
  @EnumSource
  @DisplayName("K7: who counts first, in whatever way, is the owner, and the set has no words for others")
  void firstToCount(Counting way) {
    ProcessCounters counters = new ProcessCounters(2);
    assertAttached(counters);
    try (Actor first = new Actor("first")) {
      for (int i = 1; i <= 3; i++) {
        first.run(() -> way.count(counters));
        assertAttached(counters, first.thread());
        assertSums(counters, i, 0);
      }
      assertEquals(counters.size(), wordsOf(counters).size());
    }
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K7: who only reads, leaves, or adds nothing, is no owner")
  void notCounting() {
    ProcessCounters counters = new ProcessCounters(2);
    CounterHandle handle = counters.handle(1);
    handle.sum();
    handle.toString();
    counters.detach();
    counters.addAll(new long[2]);
    counters.addAll(new ProcessCounters(2));
    new CounterDeltas(counters).drain();
    counters.isStriped();
    counters.toString();
    assertSums(counters, 0, 0);
    assertAttached(counters);
    assertEquals(counters.size(), wordsOf(counters).size());
  }

  @Test
  @DisplayName("K1, K6: others count remotely while the owner lives, and do not take its place")
  void othersCountRemotely() {
    ProcessCounters counters = new ProcessCounters(1);
    counters.add(0, 1);
    try (Actor other = new Actor("other")) {
      other.run(() -> counters.add(0, 2));
      int words = wordsOf(counters).size();
      counters.add(0, 4);
      other.run(() -> counters.add(0, -8));
      other.run(() -> assertSums(counters, -1));
      assertEquals(words, wordsOf(counters).size());
      assertAttached(counters, current);
    }
    assertSums(counters, -1);
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K6: an owner by counting is one like any other: who attaches beside it stripes the set")
  void attachBesideOwner() {
    ProcessCounters counters = new ProcessCounters(1);
    counters.add(0, 1);
    try (Actor second = new Actor("second")) {
      second.run(counters::attach);
      assertTrue(counters.isStriped());
      assertAttached(counters, current, second.thread());
      second.run(() -> counters.add(0, 2));
      counters.add(0, 4);
    }
    assertSums(counters, 7);
  }

  @Test
  @DisplayName("K6, K8: an owner by counting that leaves is followed by the next that counts, or attaches")
  void handOver() {
    ProcessCounters counters = new ProcessCounters(1);
    counters.add(0, 1);
    counters.detach();
    assertAttached(counters);
    try (Actor next = new Actor("next"); Actor last = new Actor("last")) {
      next.run(() -> counters.add(0, 2));
      assertAttached(counters, next.thread());
      next.run(counters::detach);
      last.run(counters::attach);
      assertAttached(counters, last.thread());
      last.run(() -> counters.add(0, 4));
    }
    assertSums(counters, 7);
    assertFalse(counters.isStriped());
    assertEquals(1, wordsOf(counters).size());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1, K6: a dead owner is followed by the next that counts, which goes on from its sum")
  void deadOwner(Counting way) {
    ProcessCounters counters = new ProcessCounters(2);
    for (int i = 1; i <= 3; i++) {
      try (Actor mortal = new Actor("mortal")) {
        mortal.run(() -> way.count(counters));
        assertAttached(counters, mortal.thread());
      }
    }
    way.count(counters);
    assertAttached(counters, current);
    assertSums(counters, 4, 0);
    assertFalse(counters.isStriped());
    assertEquals(counters.size(), wordsOf(counters).size());
  }

  @Test
  @DisplayName("K1, K7: of threads that count first at once, one is the owner, and nothing is lost")
  void firstAtOnce() {
    int threads = 3;
    int times = 100;
    List<ProcessCounters> sets = Stream.generate(() -> new ProcessCounters(1)).limit(1_000).collect(Collectors.toList());
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, threads);
    Actor.runTogether(Collections.nCopies(threads, rounds.of(counters -> {
      for (int i = 1; i <= times; i++) {
        counters.increment(0);
        long sum = counters.sum(0);
        assertTrue(sum >= i, () -> "read " + sum);
      }
    })));
    for (ProcessCounters counters : sets) {
      assertEquals(1, threadsOf(counters).size());
      assertSums(counters, threads * times);
      assertFalse(counters.isStriped());
    }
  }

  @Test
  @DisplayName("K1: threads that count and leave at once, one after the other the owner, lose nothing")
  void leavingAtOnce() {
    int threads = 3;
    int times = 300;
    List<ProcessCounters> sets = Stream.generate(() -> new ProcessCounters(1)).limit(300).collect(Collectors.toList());
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, threads);
    Actor.runTogether(Collections.nCopies(threads, rounds.of(counters -> {
      for (int i = 0; i < times; i++) {
        counters.increment(0);
        counters.detach();
      }
    })));
    for (ProcessCounters counters : sets) {
      assertAttached(counters);
      assertSums(counters, threads * times);
      assertFalse(counters.isStriped());
    }
  }
}
