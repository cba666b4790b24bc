package io.github.processcounters.jmh;

import io.github.processcounters.cluster.Job;
import io.github.processcounters.cluster.Metric;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a scrape of a job reads: the four counters of all tasks at work. */
@State(Scope.Benchmark)
public class RollUp extends Scenario {

  @Param({"1", "10000"})
  public int tasks;

  private Job job;

  @Setup
  public void begin() {
    job = new Job(List.of(
        Metric.counter("files"), Metric.counter("rows"), Metric.counter("bytes"), Metric.level("open")));
    for (int i = 0; i < tasks; i++) {
      job.begin();
    }
  }

  @Benchmark
  public long[] sums() {
    return job.sums();
  }
}
