package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessCounters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A set that threads count in, attached and not, before and after it is striped, while reports on it are watched. The
 * thread that is not attached counts slowly while the set is single, or it would stripe it.
 */
final class BusySet {

  static final int ROWS = 0;
  static final int BYTES = 1;
  static final int OPEN = 2;

  /** In each mode. */
  private static final int REPORTS = 100;

  /** Far more than any step takes: only a hung one meets it. */
  private static final int SECONDS = 60;

  final ProcessCounters counters = new ProcessCounters(3);

  /** What was opened by one thread and is to be closed by any: who closes it comes after who opened it. */
  private final Queue<Integer> open = new ConcurrentLinkedQueue<>();

  /** One permit for each round of a thread that is not attached. */
  private final Semaphore rounds = new Semaphore(0);

  private volatile boolean stopped;

  /** Checks the reports, the sums of the set, that are made while threads count, and the last one of all. */
  void watch(Callable<long[]> report) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<long[]>> counted = new ArrayList<>();
      startTwo(threads, counted);
      long[] last = watch(report, new long[3], false);
      rounds.release(Integer.MAX_VALUE / 2);
      startTwo(threads, counted);
      watch(report, last, true);
      stopped = true;
      long[] expected = new long[3];
      for (Future<long[]> one : counted) {
        add(one.get(SECONDS, TimeUnit.SECONDS), expected);
      }
      assertArrayEquals(expected, report.call());
    } finally {
      stopped = true;
      rounds.release();
      threads.shutdownNow();
    }
  }

  private long[] watch(Callable<long[]> report, long[] last, boolean striped) throws Exception {
    for (int i = 0; i < REPORTS; i++) {
      if (!striped) {
        rounds.release();
      }
      long[] next = report.call();
      String both = Arrays.toString(last) + ", then " + Arrays.toString(next);
      assertTrue(next[ROWS] >= last[ROWS] && next[BYTES] >= last[BYTES], () -> "Fell: " + both);
      assertTrue(next[OPEN] >= 0, () -> "Below zero: " + both);
      last = next;
    }
    assertEquals(striped, counters.isStriped());
    return last;
  }

  /** Starts a thread that attaches, and then one that does not; each has counted when the next step begins. */
  private void startTwo(ExecutorService threads, List<Future<long[]>> counted) throws InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    counted.add(threads.submit(counters.attachedCall(() -> work(first, () -> {}))));
    assertTrue(first.await(SECONDS, TimeUnit.SECONDS));
    CountDownLatch second = new CountDownLatch(1);
    rounds.release();
    counted.add(threads.submit(() -> work(second, rounds::acquireUninterruptibly)));
    assertTrue(second.await(SECONDS, TimeUnit.SECONDS));
  }

  /** Counts until it is stopped, opens two more, so that the level does not end at zero, and returns all it counted. */
  private long[] work(CountDownLatch counting, Runnable beforeEachRound) {
    long[] counted = new long[3];
    int round = 0;
    do {
      beforeEachRound.run();
      add(ROWS, 1, counted);
      add(BYTES, round % 100, counted);
      add(OPEN, 1, counted);
      open.add(round);
      if (open.poll() != null) {
        add(OPEN, -1, counted);
      }
      if (round++ == 0) {
        counting.countDown();
      }
    } while (!stopped);
    add(OPEN, 2, counted);
    return counted;
  }

  private void add(int counter, long delta, long[] counted) {
    counters.add(counter, delta);
    counted[counter] += delta;
  }

  private static void add(long[] deltas, long[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += deltas[i];
    }
  }
}
