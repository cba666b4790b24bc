package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * Several threads count in one set. Ours comes in three ways to use it: attached, not attached but striped, and, the
 * worst case, neither; with one thread, that is a remote add that nobody contends.
 */
@State(Scope.Benchmark)
public class SharedAdd extends Scenario {

  @Param({
    "ProcessCounters", "ProcessCountersUnattached", "ProcessCountersRemote", "AtomicLong", "AtomicLongArray",
    "LongAdder", "JCTools", "AgronaAtomic", "ThreadLocalArray", "StripedArray", "Synchronized"
  })
  public String counters;

  private Counters set;

  @Setup
  public void share() {
    set = Counters.of(counters, SIZE);
    set.share();
  }

  @State(Scope.Thread)
  public static class Member {
    @Setup
    public void attach(SharedAdd shared) {
      shared.set.attach();
    }
  }

  @Benchmark
  @Threads(1)
  public void add1(Member member) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Threads(2)
  public void add2(Member member) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Threads(4)
  public void add4(Member member) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Threads(8)
  public void add8(Member member) {
    set.add(COUNTER, 1);
  }
}
