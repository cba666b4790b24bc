package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.support.ThreadId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Several threads count in one set, all in one of its counters or each in another. There are four ways to use ours: all
 * attach and count through the set or, faster, through the attachment; the set is upgraded and none attaches; or nobody
 * does anything, and the set mends itself while the harness warms up.
 */
@State(Scope.Benchmark)
public class SharedAdd extends Scenario {

  @Param({"one counter", "a counter each"})
  public String counters;

  private final AtomicLong[] atomicLongs = atomicLongs();
  private final LongAdder[] longAdders = longAdders();
  private final ProcessCounters attached = new ProcessCounters(SIZE);
  private final ProcessCounters unattached = new ProcessCounters(SIZE);
  private final ProcessCounters neverAttached = new ProcessCounters(SIZE);

  @Setup
  public void share() {
    attached.upgrade();
    unattached.upgrade();
  }

  /** The harness pads it, and each is made by its own thread: none lies on a line that another thread writes. */
  @State(Scope.Thread)
  public static class Member {
    private int counter;
    private Attachment attachment;

    @Setup
    public void join(SharedAdd shared, ThreadParams thread) {
      ThreadId.assume(ThreadId.UNUSED + shared.idOf(thread.getThreadIndex()));
      counter = shared.counters.equals("one counter") ? COUNTER : thread.getThreadIndex() % SIZE;
      attachment = shared.attached.attach();
    }
  }

  /** One after another, as if all had been started at once. */
  long idOf(int thread) {
    return thread;
  }

  @Benchmark
  public void attached(Member m) {
    attached.add(m.counter, 1);
  }

  @Benchmark
  public void throughAttachment(Member m) {
    m.attachment.add(m.counter, 1);
  }

  @Benchmark
  public void unattached(Member m) {
    unattached.add(m.counter, 1);
  }

  @Benchmark
  public void neverAttached(Member m) {
    neverAttached.add(m.counter, 1);
  }

  @Benchmark
  public void atomicLong(Member m) {
    atomicLongs[m.counter].getAndAdd(1);
  }

  @Benchmark
  public void longAdder(Member m) {
    longAdders[m.counter].add(1);
  }
}
