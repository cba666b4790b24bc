package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A thread joins a set and leaves it, with no other there. */
@State(Scope.Thread)
public class AttachDetach extends Scenario {

  @Param({"single", "striped"})
  public String mode;

  private final ProcessCounters counters = new ProcessCounters(SIZE);

  @Setup
  public void make() {
    if (mode.equals("striped")) {
      counters.upgrade();
    }
  }

  @Benchmark
  public void processCounters() {
    try (Attachment a = counters.attach()) {}
  }
}
