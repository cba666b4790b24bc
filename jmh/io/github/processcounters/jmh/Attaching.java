package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a hand-over takes: a thread attaches to a set, and leaves it without having counted. */
@State(Scope.Thread)
public class Attaching extends Scenario {

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
  public void attachAndClose() {
    try (Attachment a = counters.attach()) {}
  }

  @Benchmark
  public void tryAttachAndClose() {
    try (Attachment a = counters.tryAttach()) {}
  }
}
