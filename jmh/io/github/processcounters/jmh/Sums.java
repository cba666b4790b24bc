package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All counters are read at once, from sets in the states of {@link Sum}. */
@State(Scope.Thread)
@Fork(jvmArgsPrepend = "-XX:ActiveProcessorCount=8")
public class Sums extends Scenario {

  @Param({"ProcessCounters", "LongAdder", "StripedArray"})
  public String counters;

  @Param({"1", "2", "8"})
  public int counted;

  @Param({"4", "64", "1024"})
  public int size;

  private Counters set;
  private long[] into;

  @Setup
  public void make() {
    set = Counters.of(counters, size);
    set.countedBy(counted);
    into = new long[size];
  }

  @Benchmark
  public long[] sums() {
    set.sums(into);
    return into;
  }
}
