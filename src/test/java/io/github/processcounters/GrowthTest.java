package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large a striped set grows: with the threads that count at the same time, and not with those that have. */
final class GrowthTest {

  private static final int THREADS = 50;

  private final ProcessCounters counters = Mode.STRIPED.unowned(2);

  private static void inThread(Runnable step) {
    try (Actor actor = new Actor(Thread::new)) {
      actor.run(step);
    }
  }

  private void count() {
    counters.increment(0);
    counters.decrement(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unattached", "attached", "dying"})
  @DisplayName("K7: threads that count one after another, and leave or die if they attached, need the words of one where they look")
  void oneAfterAnother(String how) {
    Consumer<ProcessCounters> step = set -> {
      if (!how.equals("unattached")) {
        set.attach();
      }
      count();
      if (how.equals("attached")) {
        set.detach();
      }
    };
    int none = wordsOf(counters).size();
    int one = 0;
    for (int i = 0; i < THREADS; i++) {
      inThread(() -> step.accept(counters));
      one = i == 0 ? wordsOf(counters).size() - none : one;
      assertTrue(wordsOf(counters).size() - none <= (how.equals("unattached") ? one : 4 * one));
    }
    assertSums(counters, THREADS, -THREADS);
    for (int i = 0; i < THREADS; i++) {
      int words = wordsOf(counters).size();
      try (Actor again = ThreadWithId.actor(() -> 8)) {
        again.run(() -> step.accept(counters));
      }
      assertTrue(i == 0 || words == wordsOf(counters).size());
    }
  }

  @Test
  @DisplayName("K7: threads that are attached at the same time have a stripe each; those that come when they left, none more")
  void attachedAtTheSameTime() {
    List<Integer> words = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      List<Actor> actors = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Actor actor = new Actor(Thread::new);
        actor.run(counters::attach);
        actor.run(this::count);
        actors.add(actor);
      }
      assertEquals(actors.size(), threadsOf(counters).size());
      actors.forEach(actor -> actor.run(counters::detach));
      actors.forEach(Actor::close);
      words.add(wordsOf(counters).size());
    }
    assertEquals(Collections.nCopies(3, words.get(0)), words);
    assertSums(counters, 12, -12);
  }

  @Test
  @DisplayName("K1, K7: threads that meet at a word of all, and do not attach, get words apart")
  void contended() {
    count();
    int before = wordsOf(counters).size();
    AtomicLong counted = new AtomicLong(1);
    AtomicBoolean grown = new AtomicBoolean();
    long end = System.nanoTime() + 60_000_000_000L;
    Actor.runTogether(Collections.nCopies(3, () -> {
      while (!grown.get()) {
        for (int i = 0; i < 1_000; i++) {
          count();
        }
        counted.addAndGet(1_000);
        if (wordsOf(counters).size() > before || System.nanoTime() > end) {
          grown.set(true);
        }
      }
    }));
    assertTrue(wordsOf(counters).size() > before);
    assertSums(counters, counted.get(), -counted.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K7: many more threads than processors, attached at once or not at all, need a bounded number of words")
  void manyAtOnce(boolean attached) {
    int times = 2_000;
    int threads = 200;
    Runnable count = () -> {
      for (int i = 0; i < times; i++) {
        count();
      }
    };
    Actor.runTogether(Collections.nCopies(threads, attached ? counters.attached(count) : count));
    assertSums(counters, threads * times, -threads * times);
    assertTrue(wordsOf(counters).size() <= mostWords(counters.size()), () -> wordsOf(counters).size() + " words");
  }

  /** Each stripe has ups and downs, and in front, where guests look, guests; all others share the remote words. */
  static int mostWords(int size) {
    int ofOwners = 2 * (Stripe.PADDING + size + Stripe.PADDING);
    return Table.MOST * ofOwners + Table.LEAST * SharedWords.makeForFlood(size, 0).length
        + SharedWords.make(size).length + size;
  }
}
