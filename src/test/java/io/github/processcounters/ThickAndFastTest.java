package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * K6: updates of threads that do not own a set stripe it if they come thick and fast, and not otherwise. The slow ones
 * go on for {@code -Dpace.seconds=N} a test.
 */
final class ThickAndFastTest {

  /** So many back to back stripe a set. */
  private static final int THICK = 100_000;

  /** So many back to back do not. */
  private static final int BURST = 999;

  /** A little more than the time between two of 100,000 a second. */
  private static final long SLOW_NANOS = 10_100;

  private final long seconds = Long.getLong("pace.seconds", 1);
  private final Thread current = Thread.currentThread();

  @Test
  @DisplayName("K6: one remote update in 64 looks at the clock")
  void clock() {
    long[] words = new long[Words.PADDING];
    Pace.begin(words);
    long begun = words[1];
    for (int i = 1; i < 64; i++) {
      Pace.isThickAndFast(words);
    }
    assertEquals(begun, words[1]);
    Pace.isThickAndFast(words);
    assertTrue(words[1] - begun > 0);
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
          for (int j = 0; j < THICK; j++) {
            counters.increment(size - 1);
          }
          assertTrue(counters.isStriped());
        } finally {
          done.set(true);
        }
      };
      Actor.runTogether(List.of(owner, other));
      assertEquals(counted.get() + THICK, Arrays.stream(counters.sums()).sum());
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K6: one thread that counts back to back, in whatever way, stripes the set of an idle owner")
  void oneThread(Counting way) {
    ProcessCounters counters = new ProcessCounters(2);
    counters.increment(0);
    try (Actor other = new Actor("other")) {
      other.run(() -> {
        for (int i = 0; i < THICK; i++) {
          way.count(counters);
        }
      });
      assertTrue(counters.isStriped());
      assertAttached(counters, current);
      assertSums(counters, 1 + THICK, 0);
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
          for (int i = 0; i < THICK; i++) {
            attachment.increment(0);
          }
        });
        assertTrue(counters.isStriped());
        assertAttached(counters, current);
      }
      assertSums(counters, THICK);
    }
  }

  @Test
  @DisplayName("K6: many threads that count back to back stripe a set with all their updates together")
  void manyThreads() {
    int threads = 8;
    for (int i = 0; i < 20; i++) {
      ProcessCounters counters = Mode.SINGLE.attached(1);
      Actor.runTogether(Collections.nCopies(threads, () -> {
        for (int j = 0; j < THICK / threads; j++) {
          counters.increment(0);
        }
      }));
      assertTrue(counters.isStriped());
      assertSums(counters, THICK);
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
  @DisplayName("K6: one addAll is one update, however many counters it adds to, and none if it adds to none")
  void addAllIsOneUpdate() {
    int size = 200;
    long[] ones = new long[size];
    Arrays.fill(ones, 1);
    ProcessCounters task = new ProcessCounters(size);
    task.addAll(ones);
    ProcessCounters counters = Mode.SINGLE.attached(size);
    try (Actor other = new Actor("other")) {
      other.run(() -> {
        for (int i = 0; i < BURST; i++) {
          if (i % 2 == 0) {
            counters.addAll(ones);
          } else {
            counters.addAll(task);
          }
        }
        for (int i = 0; i < THICK; i++) {
          counters.addAll(new long[size]);
        }
      });
    }
    assertFalse(counters.isStriped());
    assertEquals(BURST * size, Arrays.stream(counters.sums()).sum());
  }

  @Test
  @Tag("proof")
  @DisplayName("K6: a little less than 100,000 updates a second, one by one, never stripe a set")
  void slow() {
    assertStaysSingle(1, SLOW_NANOS);
  }

  @Test
  @Tag("proof")
  @DisplayName("K6: a little less than 100,000 updates a second, in bursts, never stripe a set")
  void slowBursts() {
    assertStaysSingle(BURST, BURST * SLOW_NANOS);
  }

  private void assertStaysSingle(int burst, long nanos) {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    try (Actor other = new Actor("other")) {
      other.run(() -> every(nanos, () -> {
        for (int i = 0; i < burst; i++) {
          counters.increment(0);
        }
      }));
      assertFalse(counters.isStriped());
      assertAttached(counters, current);
    }
  }

  /** A time that was missed is not made up for. */
  private void every(long nanos, Runnable step) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long last = System.nanoTime(); last < end; last = System.nanoTime()) {
      step.run();
      long left;
      while ((left = last + nanos - System.nanoTime()) > 0) {
        if (left > 60_000) { // about the least that the system parks a thread for
          LockSupport.parkNanos(left - 60_000);
        } else {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  @Tag("proof")
  @DisplayName("K6: two threads beside each other, each with an update every 0.1 ms, never stripe a set")
  void besideEachOther() {
    ProcessCounters counters = new ProcessCounters(1);
    Actor.runTogether(Collections.nCopies(2, () -> every(100_000, () -> counters.increment(0))));
    assertFalse(counters.isStriped());
  }

  @Test
  @Tag("proof")
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
      for (int i = 0; i < THICK; i++) {
        counters.increment(0);
      }
      assertTrue(failures.get() > 0);
      assertFalse(counters.isStriped());
      assertSums(counters, THICK);
      thrown.set(null);
      for (int i = 0; i < THICK; i++) {
        counters.increment(0);
      }
      assertTrue(counters.isStriped());
      assertAttached(counters, owner.thread());
      assertSums(counters, 2 * THICK);
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
  @Tag("proof")
  @DisplayName("K6: threads that go round many sets of an idle owner, to each less often than 100,000 a second, stripe none")
  void roundManySets() {
    int sets = 400;
    double pace;
    do {
      pace = roundSets(sets);
      sets *= 2;
    } while (pace >= 100_000);
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
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
        for (ProcessCounters set : sets) {
          set.increment(0);
        }
        rounds.incrementAndGet();
      }
    };
    Actor.runTogether(Collections.nCopies(6, round));
    double pace = rounds.get() * 1e9 / (System.nanoTime() - begin);
    if (pace < 100_000) {
      assertEquals(0, Arrays.stream(sets).filter(ProcessCounters::isStriped).count(), pace + " a second");
    }
    return pace;
  }
}
