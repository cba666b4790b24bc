package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A set of 64 counters, in which two threads have counted at once, is read while one of them goes on. */
@State(Scope.Benchmark)
public class SumUnderFire extends Scenario {

  private static final int MANY = 64;

  @Param({"ProcessCounters", "AtomicLongArray", "LongAdder", "JCTools", "ThreadLocalArray", "StripedArray"})
  public String counters;

  private final long[] into = new long[MANY];
  private Counters set;

  @Setup
  public void make() {
    set = Counters.of(counters, MANY);
    set.countedBy(2);
  }

  @State(Scope.Thread)
  public static class Member {
    @Setup
    public void attach(SumUnderFire shared) {
      shared.set.attach();
    }
  }

  @Benchmark
  @Group("one")
  public void add(Member member) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Group("one")
  public long sum() {
    return set.sum(COUNTER);
  }

  @Benchmark
  @Group("all")
  public void addToOne(Member member) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Group("all")
  public long[] sums() {
    set.sums(into);
    return into;
  }
}
