package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One thread counts and another one reads the same counter, both without pause: up only, or a level that goes up and
 * down. The set is single, or striped for two.
 */
@State(Scope.Group)
public class UnderFire extends Scenario {

  @Param({"up", "up and down"})
  public String move;

  private final AtomicLong[] atomicLongs = atomicLongs();
  private final LongAdder[] longAdders = longAdders();
  private final ProcessCounters single = new ProcessCounters(SIZE);
  private final ProcessCounters striped = new ProcessCounters(SIZE);

  @Setup
  public void stripe() {
    LiveCells.in(longAdders[COUNTER], 2, 2);
    Crowd.attach(striped, 2, a -> a.add(COUNTER, 1));
  }

  /** The deltas are +1 and +1, or +1 and -1. */
  @State(Scope.Thread)
  public static class Mover {
    private long second;
    private Attachment single;
    private Attachment striped;

    @Setup
    public void attach(UnderFire shared) {
      second = shared.move.equals("up") ? 1 : -1;
      single = shared.single.attach();
      striped = shared.striped.attach();
    }
  }

  @Benchmark
  @Group("single")
  public void singleTwoAdds(Mover m) {
    m.single.add(COUNTER, 1);
    m.single.add(COUNTER, m.second);
  }

  @Benchmark
  @Group("single")
  public long singleRead() {
    return single.sum(COUNTER);
  }

  @Benchmark
  @Group("striped")
  public void stripedTwoAdds(Mover m) {
    m.striped.add(COUNTER, 1);
    m.striped.add(COUNTER, m.second);
  }

  @Benchmark
  @Group("striped")
  public long stripedRead() {
    return striped.sum(COUNTER);
  }

  @Benchmark
  @Group("atomicLong")
  public void atomicLongTwoAdds(Mover m) {
    atomicLongs[COUNTER].getAndAdd(1);
    atomicLongs[COUNTER].getAndAdd(m.second);
  }

  @Benchmark
  @Group("atomicLong")
  public long atomicLongRead() {
    return atomicLongs[COUNTER].get();
  }

  @Benchmark
  @Group("longAdder")
  public void longAdderTwoAdds(Mover m) {
    longAdders[COUNTER].add(1);
    longAdders[COUNTER].add(m.second);
  }

  @Benchmark
  @Group("longAdder")
  public long longAdderRead() {
    return longAdders[COUNTER].sum();
  }
}
