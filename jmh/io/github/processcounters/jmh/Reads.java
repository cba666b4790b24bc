package io.github.processcounters.jmh;

import io.github.processcounters.ProcessCounters;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it takes to read one counter. */
public final class Reads {

  private Reads() {}

  /** Of a single set: by another thread, after its owner has attached, or has only counted, or others have, too. */
  @State(Scope.Thread)
  public static class Single extends Scenario {

    private final AtomicLong[] atomicLongs = atomicLongs();
    private final LongAdder[] longAdders = longAdders();
    private final ProcessCounters ownerAttached = new ProcessCounters(SIZE);
    private final ProcessCounters ownerCounted = new ProcessCounters(SIZE);
    private final ProcessCounters othersCounted = new ProcessCounters(SIZE);
    private final ProcessCounters own = new ProcessCounters(SIZE);
    private final CountDownLatch counted = new CountDownLatch(1);

    /** The owner has to live: a read lets go of a dead one. */
    @Setup
    public void count() throws InterruptedException {
      own.add(COUNTER, 1);
      Thread owner = new Thread(this::own);
      owner.setDaemon(true);
      owner.start();
      counted.await();
      othersCounted.add(COUNTER, 1);
    }

    private void own() {
      ownerAttached.attach().add(COUNTER, 1);
      ownerCounted.add(COUNTER, 1);
      othersCounted.add(COUNTER, 1);
      counted.countDown();
      while (true) {
        LockSupport.park();
      }
    }

    @Benchmark
    public long ownerAttached() {
      return ownerAttached.sum(COUNTER);
    }

    @Benchmark
    public long ownerCounted() {
      return ownerCounted.sum(COUNTER);
    }

    @Benchmark
    public long othersCounted() {
      return othersCounted.sum(COUNTER);
    }

    @Benchmark
    public long byOwner() {
      return own.sum(COUNTER);
    }

    @Benchmark
    public long byOwnerAfterAdd() {
      own.add(COUNTER, 1);
      return own.sum(COUNTER);
    }

    @Benchmark
    public long atomicLong() {
      return atomicLongs[COUNTER].get();
    }

    @Benchmark
    public long longAdder() {
      return longAdders[COUNTER].sum();
    }
  }

  /** Of a set in which some threads have counted at once, each attached; a {@code LongAdder} has as many live cells. */
  @State(Scope.Thread)
  public static class Striped extends Scenario {

    @Param({"2", "8"})
    public int threads;

    private final LongAdder[] longAdders = longAdders();
    private final ProcessCounters ups = new ProcessCounters(SIZE);
    private final ProcessCounters upsAndDowns = new ProcessCounters(SIZE);

    @Setup
    public void count() {
      LiveCells.in(longAdders[COUNTER], threads, threads);
      Crowd.attach(ups, threads, a -> a.add(COUNTER, 1));
      Crowd.attach(upsAndDowns, threads, a -> {
        a.add(COUNTER, 2);
        a.add(COUNTER, -1);
      });
    }

    @Benchmark
    public long ups() {
      return ups.sum(COUNTER);
    }

    @Benchmark
    public long upsAndDowns() {
      return upsAndDowns.sum(COUNTER);
    }

    @Benchmark
    public long longAdder() {
      return longAdders[COUNTER].sum();
    }
  }
}
