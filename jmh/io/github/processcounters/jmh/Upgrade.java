package io.github.processcounters.jmh;

import io.github.processcounters.ProcessCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to make a set, also to stripe it at once, and also to add for the first time then. */
@State(Scope.Thread)
public class Upgrade extends Scenario {

  @Param({"4", "64"})
  public int size;

  @Benchmark
  public Object make() {
    return new ProcessCounters(size);
  }

  @Benchmark
  public Object makeAndUpgrade() {
    ProcessCounters counters = new ProcessCounters(size);
    counters.upgrade();
    return counters;
  }

  @Benchmark
  public Object makeUpgradeAndAdd() {
    ProcessCounters counters = new ProcessCounters(size);
    counters.upgrade();
    counters.add(COUNTER, 1);
    return counters;
  }
}
