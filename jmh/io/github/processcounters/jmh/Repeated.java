package io.github.processcounters.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Something that a thread of its own does every so many milliseconds while others count. */
final class Repeated {

  private final Thread thread;
  private volatile boolean done;

  Repeated(long milliseconds, Runnable step) {
    thread = new Thread(() -> {
      while (!done) {
        step.run();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
      }
    });
    thread.start();
  }

  void stop() throws InterruptedException {
    done = true;
    thread.join();
  }
}
