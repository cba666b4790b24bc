package io.github.processcounters.cluster;

import io.github.processcounters.ProcessCounters;
import io.github.processcounters.ProcessTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** What a JVM of the tests does: threads that each have many tasks, and a ledger of what they counted. */
final class Workload {

  static final List<Metric> METRICS = List.of(Metric.counter("rows"), Metric.counter("bytes"), Metric.level("open"));
  static final int ROWS = 0;
  static final int BYTES = 1;
  static final int OPEN = 2;

  private static final int WORKERS = 2;
  private static final int TASKS = 500;
  private static final long PAUSE_NANOS = 100_000;

  private final ProcessTotals job;
  private final Random seeds;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final long[] ledger = new long[METRICS.size()];
  private final List<Future<long[]>> workers = new ArrayList<>();
  private volatile boolean stopped;

  Workload(ProcessTotals job, long seed) {
    this.job = job;
    this.seeds = new Random(seed);
  }

  void start() {
    stopped = false;
    for (int i = 0; i < WORKERS; i++) {
      Random random = new Random(seeds.nextLong());
      workers.add(pool.submit(() -> work(random)));
    }
  }

  /** Stops the threads and returns all that was ever counted; what they had open stays open. */
  long[] stop() throws Exception {
    stopped = true;
    for (Future<long[]> worker : workers) {
      long[] counted = worker.get();
      for (int i = 0; i < counted.length; i++) {
        ledger[i] += counted[i];
      }
    }
    workers.clear();
    return ledger.clone();
  }

  private long[] work(Random random) throws Exception {
    long[] counted = new long[METRICS.size()];
    ProcessTotals.Part[] tasks = new ProcessTotals.Part[TASKS];
    while (!stopped) {
      int i = random.nextInt(tasks.length);
      if (tasks[i] == null) {
        tasks[i] = job.begin();
        tasks[i].counters().increment(OPEN);
        counted[OPEN]++;
      }
      ProcessCounters task = tasks[i].counters();
      int bytes = random.nextInt(1000);
      task.increment(ROWS);
      task.add(BYTES, bytes);
      counted[ROWS]++;
      counted[BYTES] += bytes;
      if (random.nextInt(8) == 0) {
        pool.submit(task.attached(() -> task.increment(ROWS))).get();
        counted[ROWS]++;
      }
      if (random.nextInt(4) == 0) {
        task.decrement(OPEN);
        counted[OPEN]--;
        tasks[i].close();
        tasks[i] = null;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return counted;
  }
}
