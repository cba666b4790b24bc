package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;

/** Asks again and again, for a generous time. */
final class Await {

  private static final long PAUSE_MILLIS = 50;

  private Await() {
  }

  static void until(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > Child.LIMIT.toNanos()) {
        fail("Waited in vain until " + what);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
