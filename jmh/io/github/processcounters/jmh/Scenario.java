package io.github.processcounters.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How everything is measured: many short forks, since what differs most is one JVM from the next. A figure is ns per
 * operation and thread, with what the harness takes for a round, which {@link Baseline#nothing} is.
 *
 * <p>Counters and deltas are constants, as they are in a user's code. Nothing is returned where an update is all that
 * is measured: a write to memory that others can read is not dead code.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {
      "-Xmx2g",
      "--add-opens=java.base/java.lang=ALL-UNNAMED", // thread ids
      "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED", // live cells
      "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED" // Agrona asks for it
    })
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Scenario {

  /** Most sets are small; most counters are neither the first nor alone. */
  static final int SIZE = 4;

  static final int COUNTER = 1;
}
