package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Many short-lived sets, and threads that do everything that can be done to a set, at random. To run it again with the
 * seed that it printed: {@code -Dprocesscounters.seed=SEED}. The seed fixes what each thread does, not who is first.
 */
final class RandomisedTest {

  private static final int SETS = 200;
  private static final int GENERATIONS = 3;
  private static final int THREADS = 4;
  private static final int STEPS = 150;

  /** Any deltas. */
  private static final int ANY = 0;
  /** Each decrement after the increment that pays for it, often by another thread. */
  private static final int LEVEL = 1;
  private static final int UPS = 2;
  private static final int SIZE = 3;

  @Test
  @DisplayName("K1 to K6: sums are exact in the end, and no read breaks the rules on the way")
  void everythingAtOnce() {
    long seed = Long.getLong("processcounters.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("RandomisedTest: -Dprocesscounters.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int striped = 0;
    for (int i = 0; i < SETS; i++) {
      Run run = new Run(random.nextBoolean());
      for (int generation = 0; generation < GENERATIONS; generation++) {
        run.generation(random);
      }
      striped += run.counters.isStriped() ? 1 : 0;
    }
    assertTrue(striped > SETS / 4 && striped < SETS, "striped: " + striped + " of " + SETS);
  }

  /** One set, and what it has to be. */
  private static final class Run {

    final ProcessCounters counters = new ProcessCounters(SIZE);
    final long[] ledger = new long[SIZE];
    final Queue<Boolean> paid = new ConcurrentLinkedQueue<>();
    final AtomicLong mostUps = new AtomicLong();

    /** If set, a thread attaches only when no other is attached, and nobody upgrades: the set must stay single. */
    final boolean handsOver;
    final AtomicBoolean isHeld = new AtomicBoolean();

    Run(boolean handsOver) {
      this.handsOver = handsOver;
    }

    /** Some of the threads die attached. */
    void generation(SplittableRandom random) {
      List<Worker> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        workers.add(new Worker(this, random.split()));
      }
      Actor.runTogether(workers);
      isHeld.set(false);
      for (Worker worker : workers) {
        for (int i = 0; i < SIZE; i++) {
          ledger[i] += worker.ledger[i];
        }
      }
      assertSums(counters, ledger);
      assertFalse(handsOver && counters.isStriped(), "striped without a cause");
    }
  }

  private static final class Worker implements Runnable {

    final long[] ledger = new long[SIZE];
    private final Run run;
    private final ProcessCounters counters;
    private final SplittableRandom random;
    private final Deque<Attachment> attachments = new ArrayDeque<>();
    private final long[] sums = new long[SIZE];
    private boolean holds;

    Worker(Run run, SplittableRandom random) {
      this.run = run;
      this.counters = run.counters;
      this.random = random;
    }

    @Override
    public void run() {
      for (int i = 0; i < STEPS; i++) {
        step(random.nextInt(100));
      }
    }

    private void step(int choice) {
      if (choice < 30) {
        add(ANY, random.nextLong() >> random.nextInt(64));
      } else if (choice < 45) {
        add(UPS, random.nextInt(3));
      } else if (choice < 55) {
        add(LEVEL, 1);
        run.paid.add(true);
      } else if (choice < 65) {
        if (run.paid.poll() != null) {
          add(LEVEL, -1);
        }
      } else if (choice < 85) {
        read();
      } else if (choice < 92) {
        attach();
      } else if (choice < 96) {
        if (!attachments.isEmpty()) {
          attachments.pop().close();
        }
      } else if (choice < 99) {
        detach();
      } else if (!run.handsOver && random.nextInt(4) == 0) {
        counters.upgrade();
      }
    }

    private void add(int counter, long delta) {
      counters.add(counter, delta);
      ledger[counter] += delta;
    }

    private void read() {
      boolean wasStriped = counters.isStriped();
      long upsBefore = run.mostUps.get();
      boolean all = random.nextBoolean();
      if (all) {
        counters.sums(sums);
      }
      long level = all ? sums[LEVEL] : counters.sum(LEVEL);
      assertTrue(level >= 0, () -> "K3: level " + level);
      long ups = all ? sums[UPS] : counters.sum(UPS);
      assertTrue(ups >= upsBefore, () -> "K4: " + ups + " after " + upsBefore);
      assertTrue(ups >= ledger[UPS], () -> "K4: " + ups + ", and this thread alone added " + ledger[UPS]);
      run.mostUps.accumulateAndGet(ups, Math::max);
      assertTrue(!wasStriped || counters.isStriped(), "K6: single again");
    }

    private void attach() {
      if (run.handsOver && !holds) {
        holds = run.isHeld.compareAndSet(false, true);
        if (!holds) {
          return;
        }
      }
      attachments.push(counters.attach());
    }

    private void detach() {
      counters.detach();
      if (holds) {
        holds = false;
        run.isHeld.set(false);
      }
    }
  }
}
