package io.github.processcounters;

import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/** A thread that overrides {@code getId()}, which is what every JDK so far allows, and decides where it counts. */
final class ThreadWithId extends Thread {

  private final LongSupplier id;

  private ThreadWithId(Runnable task, LongSupplier id) {
    super(task);
    this.id = id;
  }

  @Override
  public long getId() {
    return id.getAsLong();
  }

  static ThreadFactory named(String name, long id) {
    return task -> {
      Thread thread = new ThreadWithId(task, () -> id);
      thread.setName(name);
      return thread;
    };
  }

  static Actor actor(LongSupplier id) {
    return new Actor(step -> new ThreadWithId(step, id));
  }
}
