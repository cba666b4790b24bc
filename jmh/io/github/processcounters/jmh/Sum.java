package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One counter is read by a thread that does not count, and nobody counts. {@code counted} is how many threads did so
 * at once before: one left the set single; from two on it is striped, or has so many live cells. A
 * {@code LongAdder} has no more of these than there are CPUs, so the JVM is told that there are enough.
 */
@State(Scope.Thread)
@Fork(jvmArgsPrepend = "-XX:ActiveProcessorCount=8")
public class Sum extends Scenario {

  @Param({"ProcessCounters", "AtomicLongArray", "LongAdder", "StripedArray"})
  public String counters;

  @Param({"1", "2", "4", "8"})
  public int counted;

  private Counters set;

  @Setup
  public void make() {
    set = Counters.of(counters, SIZE);
    set.countedBy(counted);
  }

  @Benchmark
  public long sum() {
    return set.sum(COUNTER);
  }
}
