package io.github.processcounters.jcstress;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the two actors meet before they race. Without it the one with less to do is always far ahead, and what happens
 * once in a thousand real races is seen once in a million samples.
 */
final class Meeting {

  /** Long enough for an attach, and short enough for a machine that runs one actor after the other. */
  private static final int PATIENCE = 1000;

  private final AtomicInteger arrived = new AtomicInteger();

  void await() {
    arrived.incrementAndGet();
    for (int i = 0; i < PATIENCE && arrived.get() < 2; i++) {
      continue;
    }
  }
}
