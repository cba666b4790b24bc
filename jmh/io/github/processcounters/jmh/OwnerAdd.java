package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The one thread of a process counts: in peace, and while another thread reads what it counts every millisecond. */
@State(Scope.Thread)
public class OwnerAdd extends Scenario {

  private static final long MILLISECOND = 1_000_000;

  @Param({
    "ProcessCounters", "PlainLong", "AtomicLong", "AtomicLongArray", "LongAdder", "JCTools", "AgronaRelease",
    "AgronaAtomic", "ThreadLocalArray", "StripedArray", "Synchronized"
  })
  public String counters;

  @Param({"none", "every ms"})
  public String reader;

  private Counters set;
  private Thread reading;
  private volatile boolean done;

  /** What was read last, so that reading is not dead code. */
  private volatile long sum;

  @Setup
  public void make() {
    set = Counters.of(counters, SIZE);
    set.attach();
    if (!reader.equals("none")) {
      reading = new Thread(this::read);
      reading.start();
    }
  }

  private void read() {
    while (!done) {
      sum = set.sum(COUNTER);
      LockSupport.parkNanos(MILLISECOND);
    }
  }

  @TearDown
  public void stopReading() throws InterruptedException {
    if (reading != null) {
      done = true;
      reading.join();
    }
  }

  @Benchmark
  public void add() {
    set.add(COUNTER, 1);
  }
}
