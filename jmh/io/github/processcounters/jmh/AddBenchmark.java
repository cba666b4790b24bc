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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One add to one of four counters, side by side: by an owner, alone, and in a set shared by two threads. All results
 * contain what the harness itself takes for a round, which is {@link #nothing}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AddBenchmark {

  private static final int COUNTER = 1;

  private static LongAdder[] longAdders() {
    return new LongAdder[] {new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()};
  }

  @State(Scope.Thread)
  public static class Alone {
    private final ProcessCounters counters = ProcessCounters.detached(4);
    private final LongAdder[] longAdders = longAdders();
    private final long[] longs = new long[4];

    /** JMH may make the state in another thread than the one that counts. */
    @Setup
    public void attach() {
      counters.attach();
    }
  }

  @State(Scope.Benchmark)
  public static class Shared {
    private final ProcessCounters counters = ProcessCounters.detached(4);
    private final LongAdder[] longAdders = longAdders();

    @Setup
    public void upgrade() {
      counters.upgrade();
    }
  }

  @State(Scope.Thread)
  public static class Attached {
    @Setup
    public void attach(Shared shared) {
      shared.counters.attach();
    }

    @TearDown
    public void detach(Shared shared) {
      shared.counters.detach();
    }
  }

  @Benchmark
  public void nothing(Alone alone) {}

  @Benchmark
  public void ownerPlainLong(Alone alone) {
    alone.longs[COUNTER]++;
  }

  @Benchmark
  public void ownerLongAdder(Alone alone) {
    alone.longAdders[COUNTER].add(1);
  }

  @Benchmark
  public void ownerProcessCounters(Alone alone) {
    alone.counters.add(COUNTER, 1);
  }

  @Benchmark
  @Threads(2)
  public void sharedLongAdder(Shared shared) {
    shared.longAdders[COUNTER].add(1);
  }

  @Benchmark
  @Threads(2)
  public void sharedProcessCountersAttached(Shared shared, Attached attached) {
    shared.counters.add(COUNTER, 1);
  }

  @Benchmark
  @Threads(2)
  public void sharedProcessCountersUnattached(Shared shared) {
    shared.counters.add(COUNTER, 1);
  }
}
