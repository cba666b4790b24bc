package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads whose ids meet in one place, or are no ids at all: this costs speed, and never a count or a thread. */
final class CollidingIdsTest {

  private static final int THREADS = 5;

  /** Two a CPU, and at least so many. */
  private static final int MOST_STRIPES = 16;

  private enum Ids {
    SAME(i -> () -> 7),
    /** Meet whatever the size of the table. */
    SAME_LOW_BITS(i -> () -> (long) i << 32),
    SAME_HIGH_BITS(i -> () -> i),
    NEGATIVE(i -> () -> -1 - i),
    EXTREME(i -> () -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE),
    CHANGING(i -> new SplittableRandom(i)::nextLong),
    CHANGING_AND_SAME(i -> {
      int[] calls = new int[1];
      return () -> calls[0]++ % 3;
    });

    final IntFunction<LongSupplier> ofThread;

    Ids(IntFunction<LongSupplier> ofThread) {
      this.ofThread = ofThread;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1, K8: attached threads lose no count, are nested when they attach again, and let go when they detach")
  void attached(Ids ids) {
    int times = 20_000;
    ProcessCounters counters = new ProcessCounters(2);
    List<Actor> actors = actors(ids);
    actors.forEach(actor -> actor.run(counters::attach));
    assertTrue(counters.isStriped());
    assertEquals(THREADS, threadsOf(counters).size());
    inAll(actors, () -> count(counters, times));
    actors.forEach(actor -> actor.run(() -> counters.attach().close()));
    inAll(actors, () -> count(counters, times));
    assertSums(counters, 2 * THREADS * times, -4 * THREADS * times);
    actors.forEach(actor -> actor.run(counters::detach));
    assertAttached(counters);
    inAll(actors, () -> count(counters, times));
    assertSums(counters, 3 * THREADS * times, -6 * THREADS * times);
    actors.forEach(Actor::close);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1, K8: threads that come and go at once lose no count, and none is kept")
  void comingAndGoing(Ids ids) {
    int times = 20_000;
    ProcessCounters counters = Mode.STRIPED.unowned(2);
    List<Actor> actors = actors(ids);
    inAll(actors, () -> {
      for (int i = 0; i < times; i++) {
        counters.attach();
        count(counters, 3);
        counters.detach();
      }
    });
    assertSums(counters, 3 * THREADS * times, -6 * THREADS * times);
    assertAttached(counters);
    actors.forEach(Actor::close);
  }

  @ParameterizedTest
  @EnumSource(names = {"SAME", "SAME_LOW_BITS"})
  @DisplayName("K7: of threads whose ids meet, four find the stripe of their own, each to count in it")
  void oneBehindTheOther(Ids ids) {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    assertCountApart(counters, actors(4, ids.ofThread));
  }

  @Test
  @DisplayName("K7: threads with neighbouring ids find the stripe of their own, as long as there are some")
  void neighbours() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    assertCountApart(counters, actors(MOST_STRIPES, i -> () -> i));
  }

  /** Each in a word that nobody else writes. */
  private static void assertCountApart(ProcessCounters counters, List<Actor> actors) {
    actors.forEach(actor -> actor.run(counters::attach));
    assertEquals(actors.size(), threadsOf(counters).size());
    List<Long> added = new ArrayList<>();
    for (Actor actor : actors) {
      long delta = 1L << added.size();
      actor.run(() -> counters.add(0, delta));
      added.add(delta);
    }
    assertTrue(wordsOf(counters).containsAll(added), () -> wordsOf(counters).toString());
    actors.forEach(Actor::close);
  }

  @Test
  @DisplayName("K7: a thread keeps its stripe when the one in front of it is free, and the next gets that")
  void freeInFront() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    List<Actor> actors = actors(3, Ids.SAME.ofThread);
    actors.get(0).run(counters::attach);
    actors.get(1).run(counters::attach);
    actors.get(0).run(counters::detach);
    actors.get(1).run(counters::attach);
    assertAttached(counters, actors.get(1).thread());
    int words = wordsOf(counters).size();
    assertCountApart(counters, actors.subList(1, 3));
    assertEquals(words, wordsOf(counters).size());
    actors.get(0).close();
  }

  @Test
  @DisplayName("K6: single sets do not care: a hand-over stays single")
  void single() {
    ProcessCounters counters = new ProcessCounters(2);
    for (Actor actor : actors(Ids.SAME)) {
      actor.run(() -> {
        counters.attach();
        count(counters, 1);
        counters.detach();
      });
      actor.close();
    }
    assertSums(counters, THREADS, -2 * THREADS);
    assertFalse(counters.isStriped());
  }

  private static List<Actor> actors(Ids ids) {
    return actors(THREADS, ids.ofThread);
  }

  private static List<Actor> actors(int number, IntFunction<LongSupplier> ids) {
    List<Actor> actors = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      actors.add(ThreadWithId.actor(ids.apply(i)));
    }
    return actors;
  }

  private static void inAll(List<Actor> actors, Runnable step) {
    List<Future<?>> running = new ArrayList<>();
    actors.forEach(actor -> running.add(actor.start(step)));
    running.forEach(Actor::await);
  }

  private static void count(ProcessCounters counters, int times) {
    for (int i = 0; i < times; i++) {
      counters.increment(0);
      counters.add(1, -2);
    }
  }
}
