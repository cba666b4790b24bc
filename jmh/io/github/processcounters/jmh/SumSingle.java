package io.github.processcounters.jmh;

import io.github.processcounters.ProcessCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A single set is read by its owner, after an add and without; and by another thread, once it has counted there. */
@State(Scope.Thread)
public class SumSingle extends Scenario {

  private final ProcessCounters own = new ProcessCounters(SIZE);
  private final ProcessCounters remote = new ProcessCounters(SIZE);

  @Setup
  public void make() {
    own.attach();
    remote.add(COUNTER, 1);
  }

  @Benchmark
  public long byOwner() {
    return own.sum(COUNTER);
  }

  @Benchmark
  public long addAndSumByOwner() {
    own.add(COUNTER, 1);
    return own.sum(COUNTER);
  }

  @Benchmark
  public long afterRemoteAdd() {
    return remote.sum(COUNTER);
  }
}
