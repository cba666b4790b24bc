package io.github.processcounters.jcstress;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the two actors meet before they race. Without it the one with less to do is always far ahead, and what happens
 * once in a thousand real races is seen once in a million samples. They may meet again: first to prepare, then to race.
 */
final class Meeting {

  /** Long enough for an attach, and short enough for a machine that runs one actor after the other. */
  private static final int PATIENCE = 1000;

  private final AtomicInteger arrived = new AtomicInteger();

  void await() {
    int arrival = arrived.incrementAndGet();
    int both = arrival + arrival % 2;
    for (int i = 0; i < PATIENCE && arrived.get() < both; i++) {
      continue;
    }
  }
}
