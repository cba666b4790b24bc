package io.github.processcounters.jmh;

import io.github.processcounters.ProcessCounters;
import io.github.processcounters.ProcessTotals;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Short work that ends up in common totals: a part that begins, counts 100 times and is closed, or 100 common adds. */
@State(Scope.Benchmark)
public class ShortPart extends Scenario {

  private static final int UPDATES = 100;

  private final ProcessTotals totals = new ProcessTotals(SIZE);
  private final LongAdder[] adders = new LongAdder[SIZE];

  public ShortPart() {
    Arrays.setAll(adders, i -> new LongAdder());
  }

  @Benchmark
  public void part() {
    try (ProcessTotals.Part part = totals.begin()) {
      ProcessCounters counters = part.counters();
      counters.attach();
      for (int i = 0; i < UPDATES; i++) {
        counters.add(i % SIZE, i);
      }
    }
  }

  @Benchmark
  public void longAdder() {
    for (int i = 0; i < UPDATES; i++) {
      adders[i % SIZE].add(i);
    }
  }
}
