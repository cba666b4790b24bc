package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K1, K3 and K4 of totals: many more threads than CPUs begin parts, count in their own and in each other's, early and late,
 * and close them, and each read must agree with a ledger. {@code -Dsoak.seconds=N} sets how long, {@code -Dsoak.seed=N}
 * what the threads choose, though not who is first.
 */
@Tag("proof")
final class TotalsSoakTest {

  private static final int DONE = 0;
  private static final int OPEN = 1;

  /** So many that to close a part takes a while, in which others count late. */
  private static final int SIZE = 200;

  private static final int WORKERS = 12;
  private static final int READERS = 3;

  /** Few, so that parts are shared, closed and replaced at the same moment. */
  private static final int SHARED = 3;

  /** Parts that stay at work, so that a read takes a while. */
  private static final int IDLE = 200;

  private final long seconds = Long.getLong("soak.seconds", 15);
  private final long seed = Long.getLong("soak.seed", System.nanoTime());
  private final ProcessTotals totals = new ProcessTotals(SIZE);
  private final AtomicReferenceArray<ProcessTotals.Part> shared = new AtomicReferenceArray<>(SHARED);
  private final AtomicInteger working = new AtomicInteger(WORKERS);
  private final AtomicLong parts = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  /** What a read must have, and what it may have. */
  private final AtomicLong complete = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();

  private final Queue<Long> drained = new ConcurrentLinkedQueue<>();
  private long end;

  @Test
  void totalsAgreeWithTheLedger() throws Exception {
    System.out.println("Soak of totals: " + seconds + " s, -Dsoak.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<ProcessTotals.Part> idle = new ArrayList<>();
    for (int i = 0; i < IDLE; i++) {
      idle.add(totals.begin("idle"));
    }
    for (int i = 0; i < SHARED; i++) {
      shared.set(i, totals.begin("shared"));
    }
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      SplittableRandom own = random.split();
      tasks.add(() -> work(own));
    }
    for (int i = 0; i < READERS; i++) {
      boolean drains = i == 0;
      tasks.add(() -> read(drains));
    }
    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    for (Future<?> task : tasks.stream().map(threads::submit).toList()) {
      task.get();
    }
    threads.shutdown();
    System.out.printf("Soak of totals: %,d parts, %,d reads%n", parts.get(), reads.get());
    assertEquals(begun.get(), totals.sum(DONE));
    assertEquals(begun.get(), totals.sums()[DONE]);
    assertEquals(0, totals.sum(OPEN));
    assertEquals(List.of(begun.get()), List.copyOf(drained));
    for (int i = 0; i < SHARED; i++) {
      shared.get(i).close();
    }
    assertEquals(IDLE, totals.parts().size());
    idle.forEach(ProcessTotals.Part::close);
    assertEquals(List.of(), totals.parts());
    assertEquals(begun.get(), totals.sum(DONE));
    assertEquals(0, totals.sum(OPEN));
  }

  private void work(SplittableRandom random) {
    while (System.nanoTime() < end) {
      if (random.nextInt(4) == 0) {
        workInOwn(random);
      } else {
        workInShared(random);
      }
      parts.incrementAndGet();
    }
    working.decrementAndGet();
  }

  private void workInOwn(SplittableRandom random) {
    try (ProcessTotals.Part part = totals.begin("own")) {
      part.counters().increment(OPEN);
      count(part, 1 + random.nextInt(3));
      part.counters().decrement(OPEN);
    }
  }

  /** Others may close the part at any time, so what is counted in it is in the totals when this closes it. */
  private void workInShared(SplittableRandom random) {
    int place = random.nextInt(SHARED);
    ProcessTotals.Part part = shared.get(place);
    if (random.nextInt(3) == 0) {
      shared.getAndSet(place, totals.begin("shared")).close();
    }
    boolean attaches = random.nextInt(8) == 0;
    if (attaches) {
      part.counters().attach();
    }
    int delta = 1 + random.nextInt(3);
    begun.addAndGet(delta);
    part.counters().increment(OPEN);
    part.counters().add(DONE, delta);
    if (random.nextInt(3) == 0) {
      part.close();
    }
    part.counters().decrement(OPEN);
    if (attaches) {
      part.counters().detach();
    }
    part.close();
    complete.addAndGet(delta);
  }

  /** In a part at work that nobody else closes: it is in the totals at once. */
  private void count(ProcessTotals.Part part, int delta) {
    begun.addAndGet(delta);
    part.counters().add(DONE, delta);
    complete.addAndGet(delta);
  }

  private void read(boolean drains) {
    CounterDeltas deltas = CounterDeltas.fromZero(totals);
    long[] sums = new long[SIZE];
    long done = 0;
    long taken = 0;
    boolean last;
    do {
      last = working.get() == 0;
      long least = Math.max(done, complete.get());
      if (drains) {
        deltas.drain(sums);
        long delta = sums[DONE];
        assertTrue(delta >= 0, () -> failure("K4: fell by " + -delta));
        taken += delta;
        sums[DONE] = taken;
        sums[OPEN] = 0;
      } else {
        totals.sums(sums);
      }
      done = check(least, sums[DONE], sums[OPEN]);
      done = check(done, totals.sum(DONE), totals.sum(OPEN));
      reads.addAndGet(2);
    } while (!last);
    if (drains) {
      drained.add(taken + deltas.drain()[DONE]);
    }
  }

  private long check(long least, long done, long open) {
    long most = begun.get();
    assertTrue(least <= done, () -> failure("K4: read " + done + " of at least " + least));
    assertTrue(done <= most, () -> failure("K1: read " + done + " of at most " + most));
    assertTrue(open >= 0, () -> failure("K3: a level of " + open));
    return done;
  }

  private String failure(String what) {
    return "-Dsoak.seed=" + seed + ": " + what;
  }
}
