package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import io.github.processcounters.support.ThreadId;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;

/** Threads with consecutive ids that count in a set, all at one time or one after another. */
final class Crowd {

  private Crowd() {}

  /** All are attached at once, count, and leave. */
  static void attach(ProcessCounters set, int threads, Consumer<Attachment> count) {
    Phaser together = new Phaser(threads);
    atOnce(threads, () -> {
      try (Attachment a = set.attach()) {
        together.arriveAndAwaitAdvance();
        count.accept(a);
        together.arriveAndAwaitAdvance();
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

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
