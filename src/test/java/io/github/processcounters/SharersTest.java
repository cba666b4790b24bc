package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K7: threads that do not attach part where a flood of their updates meets. */
final class SharersTest {

  private static final long ADDS = 1_000_000;

  /** The largest share of what two threads add that may lie in one word: a half, and a little more. */
  private static final double MOST = 0.6;

  @ParameterizedTest
  @ValueSource(longs = {17, 16, 8, 1 << 20})
  @DisplayName("K7: two threads that count at once in one word soon have a word each, also if their ids collide")
  void part(long idOfSecond) {
    assertPart(idOfSecond, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {4096, -1, 1L << 40})
  @DisplayName("K7: they part also if they count down, or leave the lowest bits of the word as they are")
  void partWhateverTheyAdd(long delta) {
    assertPart(16, delta);
  }

  @Test
  @DisplayName("K7: they part also where counting gets no thread a stripe any more, unless their ids collide")
  void atTheLimit() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    List<Actor> idle = new ArrayList<>();
    for (int i = 0; i < 2 * Table.MOST; i++) {
      int id = i;
      Actor actor = ThreadWithId.actor(() -> id);
      actor.run(counters::attach);
      idle.add(actor);
    }
    assertPart(counters, 17, 1);
    idle.forEach(Actor::close);
  }

  private static void assertPart(long idOfSecond, long delta) {
    assertPart(Mode.STRIPED.unowned(1), idOfSecond, delta);
  }

  private static void assertPart(ProcessCounters counters, long idOfSecond, long delta) {
    long added = 0;
    double share = 1;
    try (Actor first = ThreadWithId.actor(() -> 8); Actor second = ThreadWithId.actor(() -> idOfSecond)) {
      long begin = System.nanoTime();
      // On a busy machine they are seldom at work at once, and have no need to part.
      while (share > MOST && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30)) {
        Map<Object, Long> before = ofEach(counters);
        countAtOnce(counters, delta, first, second);
        share = largestShare(before, ofEach(counters), 2 * ADDS * delta);
        added += 2 * ADDS * delta;
      }
    }
    assertTrue(share <= MOST, share + " in one word");
    assertSums(counters, added);
  }

  private static void countAtOnce(ProcessCounters counters, long delta, Actor first, Actor second) {
    AtomicInteger arrived = new AtomicInteger();
    Runnable counting = () -> {
      arrived.incrementAndGet();
      while (arrived.get() < 2) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < ADDS; i++) {
        counters.add(0, delta);
      }
    };
    Future<?> one = first.start(counting);
    Actor.await(second.start(counting));
    Actor.await(one);
  }

  /** What was counted in each stripe, by its owners and by its guests. */
  static Map<Object, Long> ofEach(ProcessCounters counters) {
    Map<Object, Long> counts = new IdentityHashMap<>();
    for (Object part : SetAssertions.partsOf(counters)) {
      if (part instanceof Stripe) {
        Stripe stripe = (Stripe) part;
        long[] guests = stripe.guests();
        long all = stripe.ups(0) + stripe.downs(0);
        long ofGuests = SharedWords.ups(guests, 0) + SharedWords.downs(guests, 0);
        counts.put(stripe, all - ofGuests);
        if (guests != null) {
          counts.put(guests, ofGuests);
        }
      }
    }
    return counts;
  }

  /** Of what was added meanwhile; what is in no stripe is in the remote words, or was the owner's. */
  static double largestShare(Map<Object, Long> before, Map<Object, Long> after, long added) {
    double rest = added;
    double largest = 0;
    for (Map.Entry<Object, Long> words : after.entrySet()) {
      long more = words.getValue() - before.getOrDefault(words.getKey(), 0L);
      largest = Math.max(largest, more / (double) added);
      rest -= more;
    }
    return Math.max(largest, rest / added);
  }
}
