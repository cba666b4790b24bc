package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The life of a process: a set is made, counts 40 times, is read and dropped. In a program it would be reachable by
 * others for as long as it lives. So the black hole takes it, which keeps the compiler from putting it into registers;
 * the object of the harness around it stays there, as gc.alloc.rate.norm shows: 48 bytes for four plain longs.
 */
@State(Scope.Thread)
public class ShortProcess extends Scenario {

  private static final int UPDATES = 40;

  @Param({"ProcessCounters", "PlainLong", "AtomicLong", "AtomicLongArray", "LongAdder", "JCTools", "Synchronized"})
  public String counters;

  private Counters example;

  @Setup
  public void make() {
    example = Counters.of(counters, SIZE);
  }

  private long live(Blackhole others) {
    Counters process = example.next();
    others.consume(process.set());
    for (int i = 0; i < UPDATES; i++) {
      process.add(i % SIZE, i);
    }
    long sums = 0;
    for (int i = 0; i < SIZE; i++) {
      sums ^= process.sum(i);
    }
    return sums;
  }

  @Benchmark
  @Threads(1)
  public long live1(Blackhole others) {
    return live(others);
  }

  @Benchmark
  @Threads(2)
  public long live2(Blackhole others) {
    return live(others);
  }

  @Benchmark
  @Threads(4)
  public long live4(Blackhole others) {
    return live(others);
  }
}
