package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The owner counts, and one other thread, which does not attach, counts at the same time in the same counter. */
@State(Scope.Benchmark)
public class RemoteAdd extends Scenario {

  @Param({
    "ProcessCounters", "AtomicLong", "AtomicLongArray", "LongAdder", "JCTools", "AgronaAtomic", "ThreadLocalArray",
    "StripedArray", "Synchronized"
  })
  public String counters;

  private Counters set;

  @Setup
  public void make() {
    set = Counters.of(counters, SIZE);
  }

  @State(Scope.Thread)
  public static class Owner {
    @Setup
    public void attach(RemoteAdd shared) {
      shared.set.attach();
    }
  }

  @Benchmark
  @Group("both")
  public void owner(Owner owner) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Group("both")
  public void remote() {
    set.add(COUNTER, 1);
  }
}
