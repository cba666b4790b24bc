package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A striped set: attached and unattached threads, and what becomes of a stripe. */
final class StripedTest {

  /** More than there are stripes. */
  private static final int MANY = 2 * Table.MOST + 1;

  private final Thread current = Thread.currentThread();
  private final ProcessCounters counters = Mode.STRIPED.unowned(2);

  @Test
  @DisplayName("K1: ups and downs of attached and unattached threads are in the sum, whoever reads")
  void attachedAndUnattached() {
    try (Actor attached = new Actor("attached"); Actor unattached = new Actor("unattached")) {
      attached.run(counters::attach);
      for (Actor actor : List.of(attached, unattached)) {
        actor.run(() -> {
          counters.add(0, 10);
          counters.add(0, -3);
          counters.decrement(1);
          counters.add(1, 0);
        });
      }
      assertSums(counters, 14, -2);
      attached.run(() -> assertSums(counters, 14, -2));
      unattached.run(() -> assertSums(counters, 14, -2));
      assertAttached(counters, attached.thread());
    }
  }

  @Test
  @DisplayName("K1: what a thread counted stays counted when it detaches, attaches again, or counts unattached")
  void comingAndGoing() {
    counters.increment(0);
    for (int i = 1; i <= 3; i++) {
      counters.attach();
      assertAttached(counters, current);
      counters.increment(0);
      counters.detach();
      assertAttached(counters);
      counters.increment(0);
      assertSums(counters, 1 + 2 * i, 0);
    }
  }

  @Test
  @DisplayName("K1: threads that come, count and die, attached or not, leave their counts behind")
  void deaths() {
    int deaths = 2 * MANY;
    for (int i = 0; i < deaths; i++) {
      boolean attach = i % 3 != 0;
      try (Actor mortal = new Actor("mortal")) {
        mortal.run(() -> {
          if (attach) {
            counters.attach();
          }
          counters.increment(0);
          counters.decrement(1);
        });
      }
    }
    assertSums(counters, deaths, -deaths);
  }

  @Test
  @DisplayName("K1, K7: more attached threads than stripes all count, and so does everyone when they have left")
  void allPlacesTaken() {
    List<Actor> actors = attachMany();
    int stripes = threadsOf(counters).size();
    assertEquals(Table.MOST, stripes);
    for (Actor actor : actors) {
      actor.run(() -> counters.increment(0));
    }
    assertSums(counters, MANY, 0);
    for (Actor actor : actors) {
      actor.run(() -> {
        counters.attach().close();
        counters.detach();
        counters.increment(0);
      });
    }
    assertSums(counters, 2 * MANY, 0);
    assertAttached(counters);
    actors.forEach(Actor::close);
  }

  @Test
  @DisplayName("K7: a stripe that its thread left by detaching is there for the next")
  void stripesFreedByDetaching() {
    List<Actor> first = attachMany();
    int stripes = threadsOf(counters).size();
    first.forEach(actor -> actor.run(counters::detach));
    List<Actor> second = attachMany();
    assertEquals(stripes, threadsOf(counters).size());
    assertTrue(Collections.disjoint(threadsOf(counters), threads(first)));
    first.forEach(Actor::close);
    second.forEach(Actor::close);
  }

  @Test
  @DisplayName("K7, K8: a stripe that its thread left by dying is there for the next")
  void stripesFreedByDeath() {
    List<Actor> first = attachMany();
    int stripes = threadsOf(counters).size();
    first.forEach(Actor::close);
    List<Actor> second = attachMany();
    assertEquals(stripes, threadsOf(counters).size());
    assertTrue(Collections.disjoint(threadsOf(counters), threads(first)));
    second.forEach(Actor::close);
  }

  @Test
  @DisplayName("K1: attached and unattached threads at once, some coming and going, lose nothing")
  void atOnce() {
    int times = 100_000;
    Runnable count = () -> {
      for (int i = 0; i < times; i++) {
        counters.increment(0);
        counters.add(1, -2);
      }
    };
    Runnable comeAndGo = () -> {
      for (int i = 0; i < times; i++) {
        if (i % 50 == 0) {
          counters.attach();
        } else if (i % 50 == 25) {
          counters.detach();
        }
        counters.increment(0);
        counters.add(1, -2);
      }
    };
    Actor.runTogether(List.of(counters.attached(count), counters.attached(count), count, count, comeAndGo, comeAndGo));
    assertSums(counters, 6 * times, -12 * times);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K3: a thread's ups and downs are in words apart, which it makes once, when it needs them")
  void wordsApart(boolean attached) {
    int before = wordsOf(counters).size();
    if (attached) {
      counters.attach();
    }
    counters.add(0, 0);
    counters.decrement(0);
    int made = wordsOf(counters).size();
    assertTrue(made > before);
    counters.add(0, 7);
    counters.add(0, -2);
    counters.increment(0);
    List<Long> words = wordsOf(counters);
    assertEquals(made, words.size());
    assertTrue(words.contains(8L) && words.contains(-3L), words::toString);
  }

  @Test
  @DisplayName("K2, K3: remote ups and downs are in words apart, the same ones in a single set and in a striped one")
  void remoteWordsApart() {
    ProcessCounters single = Mode.SINGLE.attached(1);
    try (Actor remote = new Actor("remote")) {
      remote.run(() -> {
        single.add(0, 7);
        single.add(0, -2);
      });
    }
    single.detach();
    single.upgrade();
    single.increment(0);
    single.decrement(0);
    List<Long> words = wordsOf(single);
    assertTrue(words.contains(8L) && words.contains(-3L), words::toString);
  }

  @Test
  @DisplayName("K7: reads look for downs only once somebody has counted down; to add zero is not to count down")
  void downs() throws ReflectiveOperationException {
    Attachment attachment = counters.attach();
    counters.increment(0);
    counters.add(0, 0);
    attachment.increment(0);
    attachment.add(0, 0);
    assertFalse(hasDowns());
    attachment.decrement(0);
    assertTrue(hasDowns());
  }

  private boolean hasDowns() throws ReflectiveOperationException {
    Field field = ProcessCounters.class.getDeclaredField("hasDowns");
    field.setAccessible(true);
    return field.getBoolean(counters);
  }

  @Test
  @DisplayName("K3: a level that goes down less often during a read than it tries is not read too high")
  void fewPairs() {
    int pairs = ProcessCounters.TRIES - 3;
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Runnable upAndDown = () -> {
      while (!over.get()) {
        int round = begun.get();
        if (round > done.get()) {
          for (int i = 0; i < pairs; i++) {
            counters.increment(0);
            counters.decrement(0);
          }
          done.set(round);
        }
      }
    };
    Runnable read = () -> {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
      long most = 0;
      while (System.nanoTime() < end) {
        int round = begun.incrementAndGet();
        while (done.get() < round) {
          most = Math.max(most, counters.sum(0));
        }
      }
      over.set(true);
      assertTrue(most <= 1, most + " where 1 was the most");
    };
    Actor.runTogether(List.of(counters.attached(upAndDown), read));
  }

  @Test
  @DisplayName("K3: a level that goes up and down in one stripe never reads below zero")
  void levelInOneStripe() {
    assertNeverBelowZero(counters.attached(() -> {
      counters.increment(0);
      counters.decrement(0);
    }));
  }

  @Test
  @DisplayName("K3: a level that goes up attached and down unattached never reads below zero")
  void levelDownUnattached() {
    assertNeverBelowZero(() -> {
      counters.attach();
      counters.increment(0);
      counters.detach();
      counters.decrement(0);
    });
  }

  @Test
  @DisplayName("K3: a level that goes up unattached and down attached never reads below zero")
  void levelDownAttached() {
    assertNeverBelowZero(() -> {
      counters.increment(0);
      counters.attach();
      counters.decrement(0);
      counters.detach();
    });
  }

  /** One writer and one reader, so that on two processors they do run at once; and a long way for the reader. */
  private void assertNeverBelowZero(Runnable upAndDown) {
    attachMany().forEach(Actor::close);
    AtomicBoolean done = new AtomicBoolean();
    Runnable write = () -> {
      while (!done.get()) {
        upAndDown.run();
      }
    };
    Runnable read = () -> {
      long[] sums = new long[2];
      try {
        for (int i = 0; i < 1_000_000; i++) {
          assertTrue(counters.sum(0) >= 0, "below zero");
        }
        for (int i = 0; i < 100_000; i++) {
          counters.sums(sums);
          assertTrue(sums[0] >= 0, "below zero");
        }
      } finally {
        done.set(true);
      }
    };
    Actor.runTogether(List.of(write, read));
    assertSums(counters, 0, 0);
  }

  /** Their ids are such that together they need every place there is. */
  private List<Actor> attachMany() {
    List<Actor> actors = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int id = i;
      Actor actor = ThreadWithId.actor(() -> id);
      actor.run(counters::attach);
      actors.add(actor);
    }
    return actors;
  }

  private static Set<Thread> threads(List<Actor> actors) {
    return actors.stream().map(Actor::thread).collect(Collectors.toSet());
  }
}
