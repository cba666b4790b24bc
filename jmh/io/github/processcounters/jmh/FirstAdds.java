package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A set is striped after its owner has counted alone for long, so that the compiler has never seen another way to
 * count: what that and the owner's next adds cost in all, until the compiler has caught up. It happens once in a JVM;
 * for the first set that is striped, the JVM loads classes, too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstAdds extends Scenario {

  @Param({"ProcessCounters", "LongAdder"})
  public String counters;

  @Param({"0", "1"})
  public int stripedBefore;

  @Param({"1", "10000"})
  public int adds;

  private Counters set;

  @Setup
  public void countAlone() {
    set = Counters.of(counters, SIZE);
    set.attach();
    for (int i = 0; i < 20_000; i++) {
      count(1000);
    }
    for (int i = 0; i < stripedBefore; i++) {
      Counters other = Counters.of(counters, SIZE);
      other.attach();
      other.share();
    }
  }

  private void count(int n) {
    for (int i = 0; i < n; i++) {
      set.add(COUNTER, 1);
    }
  }

  @Benchmark
  public void upgradeAndAdd() {
    set.share();
    count(adds);
  }
}
