package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.Stripes.Stripe;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K7: threads that do not attach share stripes, and part where they meet. */
final class SharersTest {

  private static final long ADDS = 1_000_000;

  /** The largest share of what two threads add that may lie in one word: a half, and a little more. */
  private static final double MOST = 0.6;

  @ParameterizedTest
  @ValueSource(longs = {17, 16, 1 << 20})
  @DisplayName("K7: two threads that count at once in one word soon have a word each, also if their ids meet")
  void part(long idOfSecond) {
    assertPart(idOfSecond, 1);
  }

  @Test
  @DisplayName("K7: they part also if what they add leaves the lowest bits of the word as they are")
  void pages() {
    assertPart(16, 4096);
  }

  @Test
  @DisplayName("K7: they part also where there cannot be more stripes")
  void atTheLimit() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    counters.attach().close(); // else there are no stripes yet
    Stripes stripes = stripesOf(counters);
    for (int id = 0; id < Stripes.MOST_SHARED; id++) {
      stripes.moreShared(id);
    }
    assertPart(counters, 8 + Stripes.MOST_SHARED, 1);
    assertEquals(Stripes.MOST_SHARED, sharedOf(counters).size());
  }

  private static Stripes stripesOf(ProcessCounters counters) {
    return SetAssertions.partsOf(counters).stream()
        .filter(part -> part instanceof Stripes).map(part -> (Stripes) part).findFirst().orElseThrow();
  }

  private static void assertPart(long idOfSecond, long delta) {
    ProcessCounters counters = new ProcessCounters(1);
    counters.upgrade();
    assertPart(counters, idOfSecond, delta);
  }

  private static void assertPart(ProcessCounters counters, long idOfSecond, long delta) {
    counters.add(0, 1); // an odd word
    long added = 0;
    double share = 1;
    try (Actor first = ThreadWithId.actor(() -> 8); Actor second = ThreadWithId.actor(() -> idOfSecond)) {
      long begin = System.nanoTime();
      // On a busy machine they are seldom at work at once, and have no need to part.
      while (share > MOST && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30)) {
        Map<Stripe, Long> before = sharedOf(counters);
        countAtOnce(counters, delta, first, second);
        long remote = 2 * ADDS * delta;
        long largest = 0;
        for (Map.Entry<Stripe, Long> stripe : sharedOf(counters).entrySet()) {
          long more = stripe.getValue() - before.getOrDefault(stripe.getKey(), 0L);
          largest = Math.max(largest, more);
          remote -= more;
        }
        share = Math.max(largest, remote) / (2.0 * ADDS * delta);
        added += 2 * ADDS * delta;
      }
    }
    assertTrue(share <= MOST, share + " in one word");
    assertSums(counters, 1 + added);
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

  /** All shared stripes, with what was counted up in them. */
  private static Map<Stripe, Long> sharedOf(ProcessCounters counters) {
    Map<Stripe, Long> shared = new IdentityHashMap<>();
    for (Object part : SetAssertions.partsOf(counters)) {
      if (part instanceof Stripe && ((Stripe) part).isShared()) {
        shared.put((Stripe) part, ((Stripe) part).words()[Words.PADDING]);
      }
    }
    return shared;
  }

  @Test
  @DisplayName("K7: an attached thread counts in its own stripe again, if its hint is lost")
  void lostHint() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    AtomicInteger id = new AtomicInteger(8);
    try (Actor attached = ThreadWithId.actor(id::get)) {
      attached.run(counters::attach);
      id.set(9); // as good as lost
      attached.run(() -> counters.increment(0));
    }
    assertEquals(Map.of(), sharedOf(counters));
    assertSums(counters, 1);
  }

  @Test
  @DisplayName("K7: a thread that is alone in a shared stripe becomes its host")
  void host() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    counters.attach().close(); // else they would share the remote words
    for (int id : new int[] {5, 13}) {
      try (Actor alone = ThreadWithId.actor(() -> id)) {
        alone.run(() -> {
          for (int i = 0; i < 1_000; i++) {
            counters.increment(0);
          }
        });
      }
      assertEquals(List.of(id), sharedOf(counters).keySet().stream().map(Stripe::id).toList());
    }
  }

  @RepeatedTest(20)
  @DisplayName("K7: threads that meet all at once make stripes up to the limit, and then go to any of these")
  void manyMeetAtOnce() {
    Stripes stripes = new Stripes(1);
    Set<Stripe> made = Collections.synchronizedSet(new HashSet<>());
    made.add(stripes.shared(0));
    int threads = 3;
    Runnable meeting = () -> {
      for (int i = 0; i < 1_000; i++) {
        made.add(stripes.moreShared(1));
      }
    };
    Actor.runTogether(Collections.nCopies(threads, meeting));
    assertTrue(made.size() >= Stripes.MOST_SHARED && made.size() < Stripes.MOST_SHARED + threads,
        () -> made.size() + " made");
    Set<Stripe> used = new HashSet<>();
    for (int id = -500; id < 500; id++) {
      used.add(stripes.shared(id));
    }
    assertEquals(made, used);
  }
}
