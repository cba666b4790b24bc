package io.github.processcounters.jcstress;

import io.github.processcounters.ProcessCounters;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Single sets with two counters that another thread owns than the actors. It makes many at a time, as to wait for it takes
 * longer than a test.
 */
final class Sets {

  private static final int BATCH = 256;

  /** Their owner lives, and does nothing more: both actors are remote. */
  private static final Sets OWNED = new Sets(Executors.newSingleThreadExecutor(Sets::daemon));

  /** Their owner has died: the actor that counts first is the next. */
  private static final Sets ORPHANED = new Sets(Sets::runAndDie);

  /** It has died. Its task is no lambda, as that would wait for this class, which waits for it. */
  static final Thread DEAD = runAndDie(Thread::yield);

  /** It lives, and does nothing. */
  static final Thread IDLE = runForEver();

  private final Executor owner;
  private final Deque<ProcessCounters> ready = new ArrayDeque<>(BATCH);

  private Sets(Executor owner) {
    this.owner = owner;
  }

  static ProcessCounters owned() {
    return OWNED.take();
  }

  static ProcessCounters orphaned() {
    return ORPHANED.take();
  }

  private synchronized ProcessCounters take() {
    if (ready.isEmpty()) {
      CompletableFuture.runAsync(this::make, owner).join();
    }
    return ready.pop();
  }

  private void make() {
    for (int i = 0; i < BATCH; i++) {
      ProcessCounters counters = new ProcessCounters(Frame.SIZE);
      counters.attach();
      ready.push(counters);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "owner");
    thread.setDaemon(true);
    return thread;
  }

  private static Thread runForEver() {
    Thread thread = daemon(() -> {
      while (true) {
        LockSupport.park();
      }
    });
    thread.start();
    return thread;
  }

  static Thread runAndDie(Runnable task) {
    Thread thread = daemon(task);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return thread;
  }
}
