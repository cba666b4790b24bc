package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import io.github.processcounters.jmh.counters.ThreadId;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The attached add of {@link SharedAdd}, where ids were consecutive, by threads whose ids all lead to one place, and by
 * threads of a pool whose ids are just any; these are others in each fork.
 */
@State(Scope.Benchmark)
public class CollidingIds extends Scenario {

  /** A multiple of any number of places that a table may have. */
  private static final long COLLISION = 1 << 12;

  @Param({"ProcessCounters", "LongAdder", "StripedArray"})
  public String counters;

  @Param({"any", "colliding"})
  public String ids;

  private Counters set;

  @Setup
  public void share() {
    set = Counters.of(counters, SIZE);
    set.share();
  }

  @State(Scope.Thread)
  public static class Member {
    @Setup
    public void attach(CollidingIds shared, ThreadParams thread) {
      long any = new Random().nextInt((int) ThreadId.BASE);
      ThreadId.assume(ThreadId.BASE + (shared.ids.equals("any") ? any : thread.getThreadIndex() * COLLISION));
      shared.set.attach();
    }
  }

  @Benchmark
  @Threads(2)
  public void add2(Member member) {
    set.add(COUNTER, 1);
  }

  @Benchmark
  @Threads(4)
  public void add4(Member member) {
    set.add(COUNTER, 1);
  }
}
