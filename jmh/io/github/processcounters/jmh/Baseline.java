package io.github.processcounters.jmh;

import io.github.processcounters.EnumCounters;
import io.github.processcounters.ProcessCounters;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the harness takes, and the owner's add without the abstraction that the other scenarios use: as long as these
 * figures are those of {@link OwnerAdd}, it costs nothing. Beside it, the same add by the constant of an enum.
 */
@State(Scope.Thread)
public class Baseline extends Scenario {

  private enum Count {
    FILES, ROWS, BYTES, ERRORS
  }

  private final long[] longs = new long[SIZE];
  private final LongAdder[] longAdders = new LongAdder[SIZE];
  private final ProcessCounters counters = new ProcessCounters(SIZE);
  private final EnumCounters<Count> enumCounters = new EnumCounters<>(Count.class);

  @Setup
  public void make() {
    for (int i = 0; i < SIZE; i++) {
      longAdders[i] = new LongAdder();
    }
    counters.attach();
    enumCounters.attach();
  }

  @Benchmark
  public void nothing() {}

  @Benchmark
  public void plainLong() {
    longs[COUNTER] += 1;
  }

  @Benchmark
  public void longAdder() {
    longAdders[COUNTER].add(1);
  }

  @Benchmark
  public void processCounters() {
    counters.add(COUNTER, 1);
  }

  @Benchmark
  public void enumCounters() {
    enumCounters.add(Count.ROWS, 1);
  }
}
