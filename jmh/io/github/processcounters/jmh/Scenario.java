package io.github.processcounters.jmh;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How everything is measured: in many short forks, since what differs most is one JVM from the next. A figure is ns per
 * operation and thread, with what the harness takes for a round, which is {@link Baseline#nothing}.
 *
 * <p>Each benchmark is written out as a user would write it. It runs in JVMs of its own, so no call has more than one
 * target, and of all the counters that a scenario holds only one set is ever hot. A method is named after the
 * {@link Peer} that it measures, else after the way in which it uses ours; that is how the report sorts them.
 *
 * <p>Nothing is returned where an update is all that is measured: a write to memory that others can read is not dead
 * code, and the harness reads a volatile field each round, over which the compiler moves no write. Reads are returned.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 5,
    jvmArgsAppend = {
      "-Xmx2g",
      "--add-opens=java.base/java.lang=ALL-UNNAMED", // thread ids
      "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED" // live cells
    })
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Scenario {

  /** Most sets are small; most counters are neither the first nor alone. */
  static final int SIZE = 4;

  static final int COUNTER = 1;

  static AtomicLong[] atomicLongs() {
    AtomicLong[] all = new AtomicLong[SIZE];
    Arrays.setAll(all, i -> new AtomicLong());
    return all;
  }

  static LongAdder[] longAdders() {
    LongAdder[] all = new LongAdder[SIZE];
    Arrays.setAll(all, i -> new LongAdder());
    return all;
  }
}
