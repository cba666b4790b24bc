package io.github.processcounters.jmh;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Part of every run: what the harness takes, and what an atomic add costs on this processor, with that. */
@State(Scope.Thread)
public class Baseline extends Scenario {

  private final AtomicLong atomicLong = new AtomicLong();

  @Benchmark
  public void nothing() {}

  @Benchmark
  public void atomicLong() {
    atomicLong.getAndAdd(1);
  }
}
