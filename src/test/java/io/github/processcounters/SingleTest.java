package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A set to which at most one thread is attached. */
final class SingleTest {

  @Test
  @DisplayName("K2: what the owner and a remote thread add is in the next read of either")
  void ownerAndRemote() {
    ProcessCounters counters = Mode.SINGLE.attached(2);
    try (Actor remote = new Actor("remote")) {
      counters.add(0, 5);
      assertSums(counters, 5, 0);
      remote.run(() -> assertSums(counters, 5, 0));
      remote.run(() -> counters.add(0, 10));
      assertSums(counters, 15, 0);
      remote.run(() -> assertSums(counters, 15, 0));
      counters.decrement(0);
      remote.run(() -> counters.increment(1));
      remote.run(() -> counters.add(1, 2));
      assertSums(counters, 14, 3);
      remote.run(() -> assertSums(counters, 14, 3));
    }
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K1, K2: an owner and remote threads at once lose nothing, and reads meanwhile never go backwards")
  void ownerAndRemotesAtOnce() {
    int remotes = 3;
    int times = 150; // all remote updates of a set together are a burst that does not stripe it
    List<ProcessCounters> sets = Stream.generate(() -> new ProcessCounters(2)).limit(500).collect(Collectors.toList());
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, 1 + remotes);
    List<Runnable> tasks = new ArrayList<>();
    tasks.add(rounds.of(counters -> counters.attached(() -> countUp(counters, times)).run()));
    for (int i = 0; i < remotes; i++) {
      tasks.add(rounds.of(counters -> countUp(counters, times)));
    }
    Actor.runTogether(tasks);
    for (ProcessCounters counters : sets) {
      assertSums(counters, (1 + remotes) * times, -(1 + remotes) * times);
    }
  }

  private static void countUp(ProcessCounters counters, int times) {
    long latest = 0;
    for (int i = 1; i <= times; i++) {
      counters.increment(0);
      counters.decrement(1);
      if (i % 16 == 0) {
        long sum = counters.sum(0);
        assertTrue(sum >= Math.max(latest, i), "a read goes back");
        latest = sum;
      }
    }
  }

  @Test
  @DisplayName("K5: what the owner wrote before an add is seen after a read that counts it")
  void publication() {
    int[] plain = new int[1];
    AtomicBoolean seen = new AtomicBoolean();
    ProcessCounters counters = new ProcessCounters(1);
    Runnable writer = counters.attached(() -> {
      plain[0] = 42;
      counters.increment(0);
    });
    Runnable reader = () -> {
      while (counters.sum(0) == 0) {
        Thread.onSpinWait();
      }
      seen.set(plain[0] == 42);
    };
    Actor.runTogether(List.of(writer, reader));
    assertTrue(seen.get());
  }

  @Test
  @DisplayName("K1, K6: a set handed from thread to thread stays single and loses nothing")
  void handOver() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    counters.increment(0);
    counters.detach();
    for (int i = 2; i <= 5; i++) {
      try (Actor next = new Actor("owner " + i)) {
        next.run(counters::attach);
        assertAttached(counters, next.thread());
        next.run(() -> counters.increment(0));
        next.run(counters::detach);
      }
      assertAttached(counters);
      assertSums(counters, i);
    }
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K1: an owner that left counts on as a remote thread")
  void ownerThatLeft() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    counters.add(0, 1);
    counters.detach();
    try (Actor next = new Actor("next")) {
      next.run(counters::attach);
      counters.add(0, 2);
      assertAttached(counters, next.thread());
      next.run(() -> counters.add(0, 4));
      assertSums(counters, 7);
      next.run(counters::detach);
      counters.add(0, 8);
      assertAttached(counters, Thread.currentThread());
    }
    assertSums(counters, 15);
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K6: a dead owner is replaced, and the set stays single")
  void deadOwner() {
    ProcessCounters counters = new ProcessCounters(1);
    for (int i = 1; i <= 3; i++) {
      try (Actor mortal = new Actor("mortal")) {
        mortal.run(counters::attach);
        assertAttached(counters, mortal.thread());
        mortal.run(() -> counters.increment(0));
      }
      assertSums(counters, i);
    }
    counters.attach();
    counters.increment(0);
    assertAttached(counters, Thread.currentThread());
    assertSums(counters, 4);
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K7: a set to which nobody is attached reads zero, and the first to attach is its owner")
  void unowned() {
    ProcessCounters counters = new ProcessCounters(2);
    assertEquals(2, counters.size());
    assertSums(counters, 0, 0);
    counters.detach();
    assertAttached(counters);
    counters.attach();
    assertAttached(counters, Thread.currentThread());
    counters.add(1, 4);
    assertSums(counters, 0, 4);
    assertFalse(counters.isStriped());
  }
}
