package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.CounterHandle;
import io.github.processcounters.EnumCounters;
import io.github.processcounters.ProcessCounters;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One thread counts, and no other: alone, or while a reader looks at the totals every millisecond. Counter and delta
 * are constants, as they are in a user's code.
 *
 * <p>{@code long[]} is what no other thread may read; {@code oneWriter} is what the JDK has for a thread that is the
 * only one to write for ever.
 */
@State(Scope.Thread)
public class OwnerAdd extends Scenario {

  private enum Count {
    FILES, ROWS, BYTES, ERRORS
  }

  @Param({"alone", "read every ms"})
  public String reader;

  private final long[] longs = new long[SIZE];
  private final AtomicLong[] atomicLongs = atomicLongs();
  private final AtomicLongArray atomicLongArray = new AtomicLongArray(SIZE);
  private final LongAdder[] longAdders = longAdders();

  private final ProcessCounters counted = new ProcessCounters(SIZE);
  private final ProcessCounters attached = new ProcessCounters(SIZE);
  private final EnumCounters<Count> byEnum = new EnumCounters<>(Count.class);
  private final CounterHandle handle = counted.handle(COUNTER);
  private Attachment attachment;
  private Thread reading;

  @Setup
  public void attach() {
    attachment = attached.attach();
    if (!reader.equals("alone")) {
      reading = new Thread(this::read);
      reading.start();
    }
  }

  /** Without a field for what was read: it would lie beside those that the counting thread reads each time. */
  private void read() {
    while (!Thread.currentThread().isInterrupted()) {
      long sums = longs[COUNTER] + atomicLongs[COUNTER].get() + atomicLongArray.get(COUNTER)
          + longAdders[COUNTER].sum() + counted.sum(COUNTER) + attached.sum(COUNTER) + byEnum.sum(Count.ROWS);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1) + (sums & 1));
    }
  }

  @TearDown
  public void stopReading() throws InterruptedException {
    if (reading != null) {
      reading.interrupt();
      reading.join();
    }
  }

  @Benchmark
  public void add() {
    counted.add(COUNTER, 1);
  }

  @Benchmark
  public void attached() {
    attached.add(COUNTER, 1);
  }

  @Benchmark
  public void throughAttachment() {
    attachment.add(COUNTER, 1);
  }

  @Benchmark
  public void throughHandle() {
    handle.add(1);
  }

  @Benchmark
  public void byEnum() {
    byEnum.add(Count.ROWS, 1);
  }

  @Benchmark
  public void longArray() {
    longs[COUNTER] += 1;
  }

  @Benchmark
  public void oneWriter() {
    atomicLongArray.setRelease(COUNTER, atomicLongArray.getPlain(COUNTER) + 1);
  }

  @Benchmark
  public void atomicLong() {
    atomicLongs[COUNTER].getAndAdd(1);
  }

  @Benchmark
  public void longAdder() {
    longAdders[COUNTER].add(1);
  }
}
