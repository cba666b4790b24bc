package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A process moves from thread to thread: each attaches, counts ten times and leaves. Once by one thread, to see what
 * that takes, and once in a pool of two, with the share of the pool, which is what a user waits for.
 */
@State(Scope.Benchmark)
public class HandOver extends Scenario {

  private static final int UPDATES = 10;
  private static final int PROCESSES = 1000;

  @Param({"ProcessCounters", "AtomicLong", "AtomicLongArray", "LongAdder", "Synchronized"})
  public String counters;

  private final Counters[] sets = new Counters[PROCESSES];
  private ExecutorService pool;

  @Setup
  public void make() {
    for (int i = 0; i < PROCESSES; i++) {
      sets[i] = Counters.of(counters, SIZE);
    }
    pool = Executors.newFixedThreadPool(2);
  }

  @TearDown
  public void close() {
    pool.shutdown();
  }

  private static void work(Counters process) {
    process.attach();
    for (int i = 0; i < UPDATES; i++) {
      process.add(COUNTER, 1);
    }
    process.detach();
  }

  @Benchmark
  public void alone() {
    work(sets[0]);
  }

  @Benchmark
  @OperationsPerInvocation(PROCESSES)
  public void pool() throws InterruptedException {
    CountDownLatch working = new CountDownLatch(PROCESSES);
    for (Counters process : sets) {
      pool.execute(() -> {
        work(process);
        working.countDown();
      });
    }
    working.await();
  }
}
