package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.Stripes.Stripe;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K7: threads that do not attach share stripes, and part where they meet. */
final class SharersTest {

  private static final long ADDS = 3_000_000;

  /** The largest share of what two threads count at once that may lie in one word: a half, and what came before. */
  private static final double MOST = 0.9;

  @ParameterizedTest
  @ValueSource(longs = {17, 16, 1 << 20})
  @DisplayName("K7: two threads that count at once in one word soon have a word each, also if their ids meet")
  void part(long idOfSecond) {
    assertPart(idOfSecond, 1);
  }

  @Test
  @DisplayName("K7: they part also if what they add leaves the lowest bits of the word as they are")
  void pages() {
    assertPart(17, 4096);
  }

  /** On a busy machine they are seldom at work at once, and have no need to part. */
  private static void assertPart(long idOfSecond, long delta) {
    long begin = System.nanoTime();
    double most = MOST * 2 * ADDS * delta;
    long largest;
    do {
      largest = countAtOnce(8, idOfSecond, delta);
    } while (largest > most && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30));
    assertTrue(largest <= most, largest + " of " + 2 * ADDS * delta + " in one word");
  }

  private static long countAtOnce(long idOfFirst, long idOfSecond, long delta) {
    ProcessCounters counters = new ProcessCounters(1);
    counters.upgrade();
    counters.add(0, 1); // an odd word
    Actor first = ThreadWithId.actor(() -> idOfFirst);
    Actor second = ThreadWithId.actor(() -> idOfSecond);
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
    Future<?> other = second.start(counting);
    Actor.await(one);
    Actor.await(other);
    first.close();
    second.close();
    assertSums(counters, 1 + 2 * ADDS * delta);
    return SetAssertions.wordsOf(counters).stream()
        .mapToLong(Long::longValue)
        .filter(word -> word % delta <= 1 && word <= 2 * ADDS * delta + 1) // no time, that is
        .max().orElseThrow();
  }

  @Test
  @DisplayName("K7: an attached thread whose hint is lost shares, and finds its own stripe again when it meets another thread")
  void lostHint() {
    ProcessCounters counters = new ProcessCounters(1);
    counters.upgrade();
    AtomicLong id = new AtomicLong(1);
    Actor attached = ThreadWithId.actor(id::get);
    Actor other = ThreadWithId.actor(() -> 10);
    attached.run(counters::attach);
    id.set(2); // no hint leads from here
    Stripe own = counters.stripeOf(attached.thread());
    Runnable counting = () -> {
      for (int i = 0; i < ADDS; i++) {
        counters.add(0, 1);
      }
    };
    long begin = System.nanoTime();
    long rounds = 0;
    while (own.words()[Words.PADDING] == 0 && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30)) {
      Future<?> one = attached.start(counting);
      Actor.await(other.start(counting));
      Actor.await(one);
      rounds++;
    }
    assertTrue(own.words()[Words.PADDING] > 0);
    assertSums(counters, 2 * ADDS * rounds);
    attached.close();
    other.close();
  }

  @RepeatedTest(20)
  @DisplayName("K7: threads that meet all at once make stripes up to the limit, and all of these are used")
  void manyMeetAtOnce() {
    Stripes stripes = new Stripes(ProcessCounters.MAX_SIZE);
    Set<Stripe> made = Collections.synchronizedSet(new HashSet<>());
    made.add(stripes.shared(0));
    int threads = 3;
    Runnable meeting = () -> {
      for (Stripe more = stripes.moreShared(1); more != null; more = stripes.moreShared(1)) {
        made.add(more);
      }
    };
    Actor.runTogether(Collections.nCopies(threads, meeting));
    assertTrue(made.size() >= 8 && made.size() < 8 + threads, () -> made.size() + " made");
    Set<Stripe> used = new HashSet<>();
    for (int id = -500; id < 500; id++) {
      used.add(stripes.shared(id));
    }
    assertEquals(made, used);
  }
}
