package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.support.ThreadId;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;

/** Threads with consecutive ids that count in a set, all at one time or one after another. */
final class Crowd {

  private Crowd() {}

  /** All are attached at once, count, and leave. */
  static void attach(ProcessCounters set, int threads, Consumer<Attachment> count) {
    CyclicBarrier together = new CyclicBarrier(threads);
    atOnce(threads, () -> {
      try (Attachment a = set.attach()) {
        await(together);
        count.accept(a);
        await(together);
      }
    });
  }

  static void atOnce(int threads, Runnable task) {
    Thread[] crowd = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      crowd[i] = start(i, task);
    }
    for (Thread thread : crowd) {
      join(thread);
    }
  }

  static void oneAfterAnother(int threads, Runnable task) {
    for (int i = 0; i < threads; i++) {
      join(start(i, task));
    }
  }

  private static Thread start(long id, Runnable task) {
    Thread thread = new Thread(() -> {
      ThreadId.assume(ThreadId.UNUSED + id);
      task.run();
    });
    thread.start();
    return thread;
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
