package io.github.processcounters.jmh;

import io.github.processcounters.ProcessTotals;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a scrape reads: the totals of all parts at work, each of which has counted, in the thread that began it. */
@State(Scope.Benchmark)
public class RollUp extends Scenario {

  @Param({"1", "10000"})
  public int parts;

  private final ProcessTotals totals = new ProcessTotals(SIZE);
  private final long[] sums = new long[SIZE];
  private ProcessTotals.Part[] atWork;

  @Setup
  public void begin() throws InterruptedException {
    atWork = new ProcessTotals.Part[parts];
    Thread other = new Thread(() -> Arrays.setAll(atWork, i -> beginAndCount()));
    other.start();
    other.join();
  }

  private ProcessTotals.Part beginAndCount() {
    ProcessTotals.Part part = totals.begin();
    part.counters().attach();
    for (int i = 0; i < SIZE; i++) {
      part.counters().increment(i);
    }
    return part;
  }

  @Benchmark
  public long[] sums() {
    totals.sums(sums);
    return sums;
  }
}
