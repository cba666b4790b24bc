package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.inside;
import static io.github.processcounters.SetAssertions.threadsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads whose ids meet in one place, or are no ids at all: this costs speed, and never a count or a thread. */
final class CollidingIdsTest {

  private static final int STRIPES_IN_A_PLACE = 4;

  private static final int THREADS = STRIPES_IN_A_PLACE + 1;

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
    ProcessCounters counters = ProcessCounters.detached(2);
    List<Actor> actors = actors(ids);
    actors.forEach(actor -> actor.run(counters::attach));
    assertTrue(counters.isStriped());
    int stripes = threadsOf(counters).size();
    assertTrue(stripes >= 1 && stripes <= THREADS);
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
    ProcessCounters counters = Mode.STRIPED.detached(2);
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

  @Test
  @DisplayName("K7: of threads that meet in one place, as many as it holds get a stripe of their own, and count in it")
  void oneBehindTheOther() {
    ProcessCounters counters = Mode.STRIPED.detached(1);
    List<Actor> actors = actors(Ids.SAME_LOW_BITS);
    actors.forEach(actor -> actor.run(counters::attach));
    Set<Thread> withStripe = threadsOf(counters);
    assertEquals(STRIPES_IN_A_PLACE, withStripe.size());
    actors.stream().filter(actor -> withStripe.contains(actor.thread())).forEach(
        actor -> actor.run(() -> counters.increment(0)));
    for (Stripe stripe : (Stripe[]) inside(counters, "places")) {
      assertTrue(stripe == null || inside(stripe, "sharedUps") == null);
    }
    actors.forEach(Actor::close);
  }

  @Test
  @DisplayName("K7: threads with neighbouring ids have places of their own, as long as there are some")
  void neighbours() {
    ProcessCounters counters = Mode.STRIPED.detached(1);
    Stripe[] places = (Stripe[]) inside(counters, "places");
    List<Actor> actors = actors(places.length, i -> () -> i);
    actors.forEach(actor -> actor.run(counters::attach));
    assertEquals(places.length, threadsOf(counters).size());
    assertTrue(Stream.of(places).allMatch(stripe -> stripe.sibling() == null));
    actors.forEach(Actor::close);
  }

  @Test
  @DisplayName("K7: a thread keeps its stripe when the one in front of it is free, and the next gets that")
  void freeInFront() {
    ProcessCounters counters = Mode.STRIPED.detached(1);
    List<Actor> actors = actors(3, Ids.SAME.ofThread);
    actors.get(0).run(counters::attach);
    actors.get(1).run(counters::attach);
    actors.get(0).run(counters::detach);
    actors.get(1).run(counters::attach);
    assertAttached(counters, actors.get(1).thread());
    actors.get(2).run(counters::attach);
    assertAttached(counters, actors.get(1).thread(), actors.get(2).thread());
    Stripe first = Stream.of((Stripe[]) inside(counters, "places")).filter(Objects::nonNull).findAny().orElseThrow();
    assertTrue(first.isOwnedBy(actors.get(2).thread()));
    assertTrue(first.sibling().isOwnedBy(actors.get(1).thread()));
    assertNull(first.sibling().sibling());
    actors.forEach(Actor::close);
  }

  @Test
  @DisplayName("K6: single sets do not care: a hand-over stays single")
  void single() {
    ProcessCounters counters = ProcessCounters.detached(2);
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
