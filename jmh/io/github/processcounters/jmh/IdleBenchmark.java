package io.github.processcounters.jmh;

import io.github.processcounters.ProcessCounters;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Four counters that nobody has used yet: with {@code -prof gc}, gc.alloc.rate.norm is what they take in memory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class IdleBenchmark {

  @Benchmark
  public Object processCounters() {
    return new ProcessCounters(4);
  }

  @Benchmark
  public Object longAdders() {
    return new LongAdder[] {new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()};
  }
}
