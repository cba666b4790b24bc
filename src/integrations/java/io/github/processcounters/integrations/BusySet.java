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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** A set that threads count in, attached and not, before and after it is striped, while reports on it are watched. */
final class BusySet {

  static final int ROWS = 0;
  static final int BYTES = 1;
  static final int OPEN = 2;

  /** In each mode. */
  private static final int REPORTS = 100;

  private static final long PAUSE_NANOS = 100_000;

  /** Far more than any step takes: only a hung one meets it. */
  private static final int SECONDS = 60;

  final ProcessCounters counters = new ProcessCounters(3);

  /** What was opened by one thread and is to be closed by any: who closes it comes after who opened it. */
  private final Queue<Integer> open = new ConcurrentLinkedQueue<>();

  private volatile boolean stopped;

  /** Checks the reports, the sums of the set, that are made while threads count, and the last one of all. */
  void watch(Callable<long[]> report) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<long[]>> counted = new ArrayList<>(startTwo(threads));
      long[] last = watch(report, new long[3], false);
      counted.addAll(startTwo(threads));
      watch(report, last, true);
      stopped = true;
      long[] expected = new long[3];
      for (Future<long[]> one : counted) {
        add(one.get(SECONDS, TimeUnit.SECONDS), expected);
      }
      assertArrayEquals(expected, report.call());
    } finally {
      stopped = true;
      threads.shutdownNow();
    }
  }

  private long[] watch(Callable<long[]> report, long[] last, boolean striped) throws Exception {
    for (int i = 0; i < REPORTS; i++) {
      long[] next = report.call();
      String both = Arrays.toString(last) + ", then " + Arrays.toString(next);
      assertTrue(next[ROWS] >= last[ROWS] && next[BYTES] >= last[BYTES], () -> "Fell: " + both);
      assertTrue(next[OPEN] >= 0, () -> "Below zero: " + both);
      last = next;
    }
    assertEquals(striped, counters.isStriped());
    return last;
  }

  /** Starts one thread that attaches, so that it is the owner if it is the first, and then one that does not. */
  private List<Future<long[]>> startTwo(ExecutorService threads) throws InterruptedException {
    Future<long[]> attached = start(counting -> threads.submit(counters.attachedCall(() -> work(counting))));
    return List.of(attached, start(counting -> threads.submit(() -> work(counting))));
  }

  /** Waits until the thread has counted. */
  private static Future<long[]> start(Function<CountDownLatch, Future<long[]>> begin) throws InterruptedException {
    CountDownLatch counting = new CountDownLatch(1);
    Future<long[]> started = begin.apply(counting);
    assertTrue(counting.await(SECONDS, TimeUnit.SECONDS));
    return started;
  }

  /**
   * Counts until it is stopped, while the set is single only now and then, as it would be striped else. Opens two more,
   * so that the level does not end at zero, and returns all it counted.
   */
  private long[] work(CountDownLatch counting) {
    long[] counted = new long[3];
    int round = 0;
    do {
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
      if (!counters.isStriped()) {
        LockSupport.parkNanos(PAUSE_NANOS);
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
