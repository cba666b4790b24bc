// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.cluster;

import io.github.processcounters.ProcessCounters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The counters of a job that consists of many tasks (queries, connections, files), rolled up for export: each task has
 * a set of its own, in which its thread counts with plain writes, and the job's totals are the sums of all tasks that
 * are at work and of all that have ended. A counter that only goes up never falls here, and a level never reads below
 * zero. Any thread may call anything at any time, but a task ends when all are done with it.
 */
public final class Job {

  private final List<Metric> metrics;
  private final ProcessCounters ended;

  /** The tasks at work; also the lock under which a task moves to the ended ones, so that reads see it once. */
  private final Set<ProcessCounters> working = new HashSet<>();

  /**
   * Makes a job without tasks.
   *
   * @param metrics what is counted, in the order of the counters in a task's set
   */
  public Job(List<Metric> metrics) {
    this.metrics = List.copyOf(metrics);
    this.ended = new ProcessCounters(this.metrics.size());
  }

  /**
   * Returns what is counted.
   *
   * @return what is counted, in the order of the counters in a task's set
   */
  public List<Metric> metrics() {
    return metrics;
  }

  /**
   * Begins a task. Call it in the thread that does the work.
   *
   * @return the task's set, with the calling thread attached
   */
  public ProcessCounters begin() {
    ProcessCounters task = new ProcessCounters(metrics.size());
    synchronized (working) {
      working.add(task);
    }
    return task;
  }

  /**
   * Ends a task. All threads that count in its set must be done with it: what comes later is not seen.
   *
   * @param task a set that {@link #begin()} returned
   * @throws IllegalStateException if it is not at work in this job
   */
  public void end(ProcessCounters task) {
    synchronized (working) {
      if (!working.contains(task)) {
        throw new IllegalStateException("Not at work in this job: " + task);
      }
      ended.addAll(task);
      working.remove(task);
    }
  }

  /**
   * Reads the job's total of one counter: costs one read of each task at work, and tasks that begin or end meanwhile
   * wait; those that count do not.
   *
   * @param counter the counter, from 0
   * @return the total
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public long sum(int counter) {
    synchronized (working) {
      long sum = ended.sum(counter);
      for (ProcessCounters task : working) {
        sum += task.sum(counter);
      }
      return sum;
    }
  }

  /**
   * Reads the job's totals of all counters, each as {@link #sum(int)} does.
   *
   * @return the totals, in a new array
   */
  public long[] sums() {
    synchronized (working) {
      ProcessCounters all = new ProcessCounters(metrics.size());
      all.addAll(ended);
      working.forEach(all::addAll);
      return all.sums();
    }
  }
}
