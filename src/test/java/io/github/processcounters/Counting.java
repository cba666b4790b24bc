package io.github.processcounters;

import java.util.function.Consumer;

/** The ways in which a thread may count, for tests that demand the same of all: each adds 1 to the first counter of two. */
enum Counting {
  ADD(counters -> counters.add(0, 1)),
  INCREMENT(counters -> counters.increment(0)),
  ADD_ALL(counters -> counters.addAll(new long[] {1, 0})),
  ADD_ALL_OF_A_SET(counters -> {
    ProcessCounters task = new ProcessCounters(2);
    task.increment(0);
    counters.addAll(task);
  }),
  ADD_ATOMICALLY(counters -> counters.addAtomically(new long[] {1, 0})),
  HANDLE(counters -> counters.handle(0).increment()),
  DECREMENT(counters -> {
    counters.add(0, 2);
    counters.decrement(0);
  });

  private final Consumer<ProcessCounters> way;

  Counting(Consumer<ProcessCounters> way) {
    this.way = way;
  }

  void count(ProcessCounters counters) {
    way.accept(counters);
  }
}
