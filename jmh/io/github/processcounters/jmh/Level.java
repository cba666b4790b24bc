package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A level, such as of open connections: one thread takes it up, another one down, and a third reads it. */
@State(Scope.Benchmark)
public class Level extends Scenario {

  @Param({
    "ProcessCounters", "ProcessCountersUnattached", "AtomicLong", "AtomicLongArray", "LongAdder", "JCTools",
    "AgronaAtomic", "ThreadLocalArray", "StripedArray", "Synchronized"
  })
  public String counters;

  private Counters set;

  @Setup
  public void share() {
    set = Counters.of(counters, SIZE);
    set.share();
  }

  @State(Scope.Thread)
  public static class Member {
    @Setup
    public void attach(Level level) {
      level.set.attach();
    }
  }

  @Benchmark
  @Group("level")
  public void up(Member member) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Group("level")
  public void down(Member member) {
    set.add(COUNTER, -1);
  }

  @Benchmark
  @Group("level")
  public long read() {
    return set.sum(COUNTER);
  }
}
