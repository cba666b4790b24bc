package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The one thread of a process counts: in peace, and while another thread reads what it counts every millisecond. */
@State(Scope.Thread)
public class OwnerAdd extends Scenario {

  @Param({
    "ProcessCounters", "PlainLong", "AtomicLong", "AtomicLongArray", "LongAdder", "JCTools", "AgronaRelease",
    "AgronaAtomic", "ThreadLocalArray", "StripedArray", "Synchronized"
  })
  public String counters;

  @Param({"none", "every ms"})
  public String reader;

  private Counters set;
  private Repeated reading;

  /** What was read last, so that reading is not dead code. */
  private volatile long sum;

  @Setup
  public void make() {
    set = Counters.of(counters, SIZE);
    set.attach();
    if (!reader.equals("none")) {
      reading = new Repeated(1, () -> sum = set.sum(COUNTER));
    }
  }

  @TearDown
  public void stopReading() throws InterruptedException {
    if (reading != null) {
      reading.stop();
    }
  }

  @Benchmark
  public void add() {
    set.add(COUNTER, 1);
  }
}
