package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * K6: a flood of updates by threads that do not own a set stripes it, and no slower updates do. A flood is about a
 * million a second for some milliseconds.
 */
final class FloodTest {

  /** So many back to back, compiled, are a flood. */
  private static final int FLOOD = 100_000;

  /** So many back to back are none. */
  private static final int BURST = 999;

  /** So many in every millisecond are none. */
  private static final int SLOW = 400;

  private static final long MILLISECOND = 1_000_000;

  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int MANY_COUNTERS = 300;

  private final Thread current = Thread.currentThread();

  /** What these tests time is compiled. */
  @BeforeAll
  static void compile() {
    try (Actor other = new Actor("other")) {
      for (Counting way : Counting.values()) {
        ProcessCounters counters = Mode.SINGLE.attached(2);
        other.run(() -> count(counters, way, FLOOD));
      }
    }
  }

  private static void count(ProcessCounters counters, Counting way, int times) {
    for (int i = 0; i < times; i++) {
      way.count(counters);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 64, 987, 1_597, 4096, 6_765, 832_040, 1_346_269, 1_000_000_007, 1L << 40})
  @DisplayName("K6: about one update in 64 is booked, whatever it adds, and these are not in runs; to add zero is no update")
  void oneIn64(long delta) {
    long[] words = SharedWords.make(1);
    int updates = 64_000;
    int booked = 0;
    boolean[] picked = new boolean[updates];
    int ofLast1000 = 0;
    for (int i = 0; i < updates; i++) {
      picked[i] = SharedWords.add(words, 0, delta);
      booked += picked[i] ? 1 : 0;
      ofLast1000 += (picked[i] ? 1 : 0) - (i >= 1_000 && picked[i - 1_000] ? 1 : 0);
      assertTrue(ofLast1000 <= 36, "a flood of 1,000");
      assertFalse(SharedWords.add(words, 0, 0));
    }
    assertTrue(booked > 500 && booked < 2_000, booked + " booked");
  }

  @Test
  @DisplayName("K6: a flood that is over is soon paid for, however long it was")
  void account() throws InterruptedException {
    long[] words = SharedWords.make(1);
    boolean flood = false;
    for (int i = 0; i < 1_000_000; i++) {
      flood = SharedWords.isFlood(words, SharedWords.SAMPLE);
    }
    assertTrue(flood);
    Thread.sleep(1);
    assertFalse(SharedWords.isFlood(words, SharedWords.SAMPLE));
    Thread.sleep(2 * TimeUnit.NANOSECONDS.toMillis(SharedWords.BURST * SharedWords.UPDATE_NANOS));
    for (int i = 0; i < BURST / 64; i++) {
      assertFalse(SharedWords.isFlood(words, SharedWords.SAMPLE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @DisplayName("K6: two threads that count back to back, in one counter or two, stripe a set")
  void twoThreads(int size) {
    for (int i = 0; i < 20; i++) {
      ProcessCounters counters = new ProcessCounters(size);
      AtomicInteger arrived = new AtomicInteger();
      AtomicInteger counted = new AtomicInteger();
      AtomicBoolean done = new AtomicBoolean();
      Runnable owner = () -> {
        do {
          counters.increment(0);
          counted.incrementAndGet();
          arrived.set(1);
        } while (!done.get());
      };
      Runnable other = () -> {
        while (arrived.get() == 0) {
          Thread.onSpinWait();
        }
        try {
          for (int j = 0; j < FLOOD; j++) {
            counters.increment(size - 1);
          }
          assertTrue(counters.isStriped());
        } finally {
          done.set(true);
        }
      };
      Actor.runTogether(List.of(owner, other));
      assertEquals(counted.get() + FLOOD, Arrays.stream(counters.sums()).sum());
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K6: one thread that counts back to back, in whatever way, stripes the set of an idle owner")
  void oneThread(Counting way) {
    ProcessCounters counters = new ProcessCounters(2);
    counters.increment(0);
    try (Actor other = new Actor("other")) {
      other.run(() -> count(counters, way, FLOOD));
      assertTrue(counters.isStriped());
      assertTrue(threadsOf(counters).contains(current));
      assertSums(counters, 1 + FLOOD, 0);
    }
  }

  @Test
  @DisplayName("K6: so does one whose tryAttach() found another owner, and one that counts through another's attachment")
  void oneThreadThroughAttachment() {
    for (boolean own : new boolean[] {true, false}) {
      ProcessCounters counters = new ProcessCounters(1);
      Attachment ownersOwn = counters.attach();
      try (Actor other = new Actor("other")) {
        other.run(() -> {
          Attachment attachment = own ? counters.tryAttach() : ownersOwn;
          for (int i = 0; i < FLOOD; i++) {
            attachment.increment(0);
          }
        });
        assertTrue(counters.isStriped());
        assertTrue(threadsOf(counters).contains(current));
      }
      assertSums(counters, FLOOD);
    }
  }

  @Test
  @DisplayName("K6: many threads that count back to back stripe a set with all their updates together")
  void manyThreads() {
    int threads = 8;
    for (int i = 0; i < 20; i++) {
      ProcessCounters counters = Mode.SINGLE.attached(1);
      Actor.runTogether(Collections.nCopies(threads, () -> {
        for (int j = 0; j < FLOOD / threads; j++) {
          counters.increment(0);
        }
      }));
      assertTrue(counters.isStriped());
      assertSums(counters, FLOOD);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @DisplayName("K6: a single burst does not stripe a set, whoever counts in it")
  void burst(int threads) {
    List<ProcessCounters> sets = sets(300, () -> Mode.SINGLE.attached(1));
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, threads);
    Actor.runTogether(Collections.nCopies(threads, rounds.of(counters -> {
      for (int i = 0; i < BURST / threads; i++) {
        counters.increment(0);
      }
    })));
    for (ProcessCounters counters : sets) {
      assertFalse(counters.isStriped());
      assertSums(counters, BURST / threads * threads);
    }
  }

  @Test
  @DisplayName("K6: the nonzero deltas of an addAll, and of an event, count one by one")
  void addAll() {
    long[] ones = new long[MANY_COUNTERS];
    Arrays.fill(ones, 1);
    ProcessCounters task = new ProcessCounters(MANY_COUNTERS);
    task.addAll(ones);
    int times = FLOOD / MANY_COUNTERS;
    assertEquals(List.of(true, true, true, false, false, false), List.of(
        isStripedBy(counters -> counters.addAll(ones), times),
        isStripedBy(counters -> counters.addAll(task), times),
        isStripedBy(counters -> counters.addAtomically(ones), times),
        isStripedBy(counters -> counters.addAll(ones), 1),
        isStripedBy(counters -> counters.addAll(task), 1),
        isStripedBy(counters -> counters.addAtomically(ones), 1)));
    long[] one = new long[MANY_COUNTERS];
    one[1] = 1;
    assertFalse(isStripedBy(counters -> counters.addAll(one), times));
    assertFalse(isStripedBy(counters -> counters.addAll(new long[MANY_COUNTERS]), FLOOD));
  }

  private static boolean isStripedBy(Consumer<ProcessCounters> update, int times) {
    ProcessCounters counters = Mode.SINGLE.attached(MANY_COUNTERS);
    try (Actor other = new Actor("other")) {
      other.run(() -> {
        for (int i = 0; i < times; i++) {
          update.accept(counters);
        }
      });
    }
    return counters.isStriped();
  }

  private enum Slow {
    ONE_BY_ONE(1, counters -> {
      counters.increment(0);
      for (long begin = System.nanoTime(); System.nanoTime() - begin < 1_000;) {
        Thread.onSpinWait();
      }
    }),
    AT_ONCE(1, counters -> counters.increment(0)),
    UPS_AND_DOWNS(2, counters -> {
      counters.increment(0);
      counters.decrement(0);
    }),
    MANY_COUNTERS_AT_ONCE(40, counters -> {
      long[] deltas = new long[FloodTest.MANY_COUNTERS];
      Arrays.fill(deltas, 0, 40, 3);
      counters.addAll(deltas);
    }),
    EVENTS(40, counters -> {
      long[] deltas = new long[FloodTest.MANY_COUNTERS];
      Arrays.fill(deltas, 0, 40, 3);
      counters.addAtomically(deltas);
    }),
    BESIDE_ZEROS(1, counters -> {
      counters.increment(0);
      for (int i = 0; i < 100; i++) {
        counters.add(0, 0);
      }
    });

    final int updates;
    final Consumer<ProcessCounters> step;

    Slow(int updates, Consumer<ProcessCounters> step) {
      this.updates = updates;
      this.step = step;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("proof")
  @DisplayName("K6: 400 updates in every millisecond, for seconds, one by one or in bursts, never stripe a set")
  void slow(Slow slow) {
    ProcessCounters counters = Mode.SINGLE.attached(MANY_COUNTERS);
    try (Actor other = new Actor("other")) {
      other.run(() -> inEveryMillisecond(slow, counters));
    }
    assertFalse(counters.isStriped());
    assertAttached(counters, current);
  }

  @Test
  @Tag("proof")
  @DisplayName("K6: nor do they if four threads make them")
  void slowTogether() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    Actor.runTogether(Collections.nCopies(4, () -> inEveryMillisecond(SLOW / 4, Slow.AT_ONCE, counters)));
    assertFalse(counters.isStriped());
  }

  private static void inEveryMillisecond(Slow slow, ProcessCounters counters) {
    inEveryMillisecond(SLOW, slow, counters);
  }

  /** Begins somewhere in each millisecond, and makes up for what it missed of this one, but not of those before. */
  private static void inEveryMillisecond(int updates, Slow slow, ProcessCounters counters) {
    SplittableRandom random = new SplittableRandom(1);
    long begin = System.nanoTime();
    for (long at = 0; at < SLOW_NANOS; at = (System.nanoTime() - begin) / MILLISECOND * MILLISECOND + MILLISECOND) {
      LockSupport.parkNanos(begin + at + random.nextLong(MILLISECOND) - System.nanoTime());
      for (int i = 0; i < updates && System.nanoTime() - begin < at + MILLISECOND; i += slow.updates) {
        slow.step.accept(counters);
      }
    }
  }

  @Test
  @Tag("proof")
  @DisplayName("K6: after a flood, a slow guest of the same words goes on for seconds as one that there was none before")
  void slowAfterFlood() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    List<Actor> idle = new ArrayList<>();
    for (int i = 0; i < 2 * Table.MOST; i++) {
      int id = i;
      Actor actor = ThreadWithId.actor(() -> id);
      actor.run(counters::attach);
      idle.add(actor);
    }
    try (Actor flooding = ThreadWithId.actor(() -> 8); Actor slow = ThreadWithId.actor(() -> 16)) {
      flooding.run(() -> count(counters, Counting.ADD, 100 * FLOOD));
      assertNull(counters.stripeOf(flooding.thread()), "no room");
      idle.forEach(actor -> actor.run(counters::detach)); // room, for who asks
      slow.run(() -> {
        LockSupport.parkNanos(20 * MILLISECOND);
        inEveryMillisecond(Slow.AT_ONCE, counters);
      });
      assertAttached(counters);
    }
    idle.forEach(Actor::close);
  }

  @Test
  @DisplayName("K6: a pool of 8 threads that take turns at 200 sets, four updates an event, never stripes one")
  void pool() {
    int threads = 8;
    int events = 1_000_000;
    long nanosOfAnEvent = 2_000; // so a set has 80,000 updates a second at the most
    List<ProcessCounters> sets = sets(200, () -> new ProcessCounters(2));
    List<AtomicBoolean> busy = new ArrayList<>();
    sets.forEach(set -> busy.add(new AtomicBoolean()));
    SplittableRandom seeds = new SplittableRandom(1);
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      SplittableRandom random = seeds.split();
      tasks.add(() -> {
        long next = System.nanoTime();
        for (int event = 0; event < events / threads; event++) {
          int set;
          do {
            set = random.nextInt(sets.size());
          } while (!busy.get(set).compareAndSet(false, true));
          ProcessCounters counters = sets.get(set);
          counters.increment(0);
          counters.add(1, 2);
          counters.decrement(0);
          counters.increment(1);
          busy.get(set).set(false);
          next = Math.max(next + nanosOfAnEvent, System.nanoTime());
          while (System.nanoTime() < next) {
            Thread.onSpinWait();
          }
        }
      });
    }
    Actor.runTogether(tasks);
    assertEquals(0, sets.stream().filter(ProcessCounters::isStriped).count());
    assertEquals(3L * events, sets.stream().mapToLong(counters -> counters.sum(1)).sum());
    assertEquals(0, sets.stream().mapToLong(counters -> counters.sum(0)).sum());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K7: if a set cannot be striped inside an add, the add is counted, and a later one does it")
  void failingUpgrade(boolean outOfMemory) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicInteger failures = new AtomicInteger();
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor owner = ThreadWithId.actor(() -> {
      failures.incrementAndGet();
      if (thrown.get() instanceof Error) {
        throw (Error) thrown.get();
      }
      if (thrown.get() != null) {
        throw (RuntimeException) thrown.get();
      }
      return 3;
    })) {
      owner.run(counters::attach);
      failures.set(0);
      thrown.set(outOfMemory ? new OutOfMemoryError("thrown by getId()") : new IllegalStateException("thrown by getId()"));
      for (int i = 0; i < FLOOD; i++) {
        counters.increment(0);
      }
      assertTrue(failures.get() > 0);
      assertFalse(counters.isStriped());
      assertSums(counters, FLOOD);
      thrown.set(null);
      for (int i = 0; i < FLOOD; i++) {
        counters.increment(0);
      }
      assertTrue(counters.isStriped());
      assertTrue(threadsOf(counters).contains(owner.thread()));
      assertSums(counters, 2 * FLOOD);
    }
  }

  private static List<ProcessCounters> sets(int number, Supplier<ProcessCounters> set) {
    List<ProcessCounters> sets = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      sets.add(set.get());
    }
    return sets;
  }

  @Test
  @DisplayName("K6: threads that go round many sets of an idle owner, to each less often than 400,000 a second, stripe none")
  void roundManySets() {
    int sets = 400;
    double pace;
    do {
      pace = roundSets(sets);
      sets *= 2;
    } while (pace >= 400_000);
  }

  /** The sooner a set's turn comes again, the likelier a thread is interrupted in the middle of it. */
  private double roundSets(int number) {
    ProcessCounters[] sets = new ProcessCounters[number];
    Arrays.setAll(sets, i -> new ProcessCounters(1));
    for (ProcessCounters set : sets) {
      set.increment(0);
    }
    long begin = System.nanoTime();
    AtomicInteger rounds = new AtomicInteger();
    Runnable round = () -> {
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(1)) {
        for (ProcessCounters set : sets) {
          set.increment(0);
        }
        rounds.incrementAndGet();
      }
    };
    Actor.runTogether(Collections.nCopies(6, round));
    double pace = rounds.get() * 1e9 / (System.nanoTime() - begin);
    if (pace < 400_000) {
      assertEquals(0, Arrays.stream(sets).filter(ProcessCounters::isStriped).count(), pace + " a second");
    }
    return pace;
  }
}
