package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessCounters;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class JobTest {

  private static final int OPEN = 0;
  private static final int DONE = 1;
  private static final int THREADS = 2;
  private static final int FILLERS = 500;
  private static final int TASKS = 20_000;

  private final Job job = new Job(List.of(Metric.level("open"), Metric.counter("done")));

  @Test
  @DisplayName("Tasks at work and tasks that ended are in the sums")
  void sums() {
    ProcessCounters first = job.begin();
    ProcessCounters second = job.begin();
    first.add(DONE, 1);
    first.add(OPEN, 2);
    second.add(DONE, 4);
    assertArrayEquals(new long[] {2, 5}, job.sums());
    job.end(first);
    second.add(OPEN, 8);
    assertArrayEquals(new long[] {10, 5}, job.sums());
    assertEquals(5, job.sum(DONE));
    job.end(second);
    assertArrayEquals(new long[] {10, 5}, job.sums());
  }

  @Test
  @DisplayName("Bad input throws and changes nothing")
  void badInput() {
    ProcessCounters task = job.begin();
    task.add(DONE, 3);
    assertThrows(IndexOutOfBoundsException.class, () -> job.sum(2));
    assertThrows(IllegalStateException.class, () -> job.end(new ProcessCounters(2)));
    job.end(task);
    assertThrows(IllegalStateException.class, () -> job.end(task));
    assertArrayEquals(new long[] {0, 3}, job.sums());
  }

  @Test
  @DisplayName("While tasks begin, count and end, no total falls, no level is negative; exact at the end")
  void reads() throws Exception {
    Job job = new Job(many());
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> workers = List.of(pool.submit(() -> work(job)), pool.submit(() -> work(job)));
      long last = 0;
      while (!workers.stream().allMatch(Future::isDone)) {
        long done = job.sum(DONE);
        assertTrue(done >= last, "fell from " + last + " to " + done);
        long[] sums = job.sums();
        assertTrue(sums[DONE] >= done, "fell from " + done + " to " + sums[DONE]);
        assertTrue(sums[OPEN] >= 0 && sums[OPEN] <= THREADS, "open " + sums[OPEN]);
        last = sums[DONE];
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals(THREADS * TASKS, job.sum(DONE));
    assertEquals(0, job.sum(OPEN));
  }

  /** So many metrics that the end of a task takes long enough for reads to come in between. */
  private static List<Metric> many() {
    return Stream.concat(Stream.of(Metric.level("open"), Metric.counter("done")),
        IntStream.range(0, FILLERS).mapToObj(i -> Metric.counter("filler_" + i))).toList();
  }

  private static void work(Job job) {
    for (int i = 0; i < TASKS; i++) {
      ProcessCounters task = job.begin();
      task.increment(OPEN);
      task.increment(DONE);
      task.decrement(OPEN);
      job.end(task);
    }
  }
}
