package io.github.processcounters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread that runs the steps handed to it, so that a test with several threads reads as one sequence of steps. */
final class Actor implements AutoCloseable {

  /** Far more than any step takes: only a hung one meets it. */
  private static final int SECONDS = 120;

  private static final AtomicInteger MADE = new AtomicInteger();

  private final ExecutorService steps;
  private final Thread thread;

  /** By their ids, the thread that makes actors and three made in a row have each a place of its own in any table. */
  Actor(String name) {
    this(ThreadWithId.named(name, Thread.currentThread().getId() + 1 + MADE.getAndIncrement() % 3));
  }

  Actor(ThreadFactory factory) {
    steps = Executors.newSingleThreadExecutor(factory);
    thread = call(Thread::currentThread);
  }

  /** Runs all tasks at once, each in a thread of its own, to their end. */
  static void runTogether(List<? extends Runnable> tasks) {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Actor> actors = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    for (Runnable task : tasks) {
      Actor actor = new Actor(Thread::new);
      actors.add(actor);
      running.add(actor.steps.submit(() -> {
        start.await();
        task.run();
        return null;
      }));
    }
    running.forEach(Actor::await);
    actors.forEach(Actor::close);
  }

  Thread thread() {
    return thread;
  }

  void run(Runnable step) {
    await(start(step));
  }

  <T> T call(Callable<T> step) {
    return await(steps.submit(step));
  }

  /** Begins a step that waits for something which the test does next. */
  Future<?> start(Runnable step) {
    return steps.submit(step);
  }

  static <T> T await(Future<T> step) {
    try {
      return step.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().toString(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends the thread, attached or not. */
  @Override
  public void close() {
    steps.shutdown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (thread.isAlive()) {
      throw new AssertionError("Alive: " + thread);
    }
  }
}
