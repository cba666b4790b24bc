package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.Stripes.Stripe;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
    int tries = 0;
    long largest;
    do { // they need not be at work at once
      largest = countAtOnce(8, idOfSecond, 1);
    } while (largest > MOST * 2 * ADDS && ++tries < 20);
    assertTrue(largest <= MOST * 2 * ADDS, largest + " of " + 2 * ADDS + " in one word");
  }

  @Test
  @DisplayName("K7: they part also if what they add leaves the lowest bits of the word as they are")
  void pages() {
    int tries = 0;
    long largest;
    do {
      largest = countAtOnce(8, 17, 4096);
    } while (largest > MOST * 2 * ADDS * 4096 && ++tries < 20);
    assertTrue(largest <= MOST * 2 * ADDS * 4096, largest + " of " + 2 * ADDS * 4096 + " in one word");
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
    return SetAssertions.wordsOf(counters).stream().filter(word -> (word - 1) % delta == 0 || word % delta == 0)
        .mapToLong(Long::longValue).filter(word -> word <= 2 * ADDS * delta + 1).max().orElseThrow();
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
