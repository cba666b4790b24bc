package io.github.processcounters;

/** The two modes of a set, for tests that demand the same in both. */
enum Mode {
  SINGLE,
  STRIPED;

  /** A set to which the calling thread is attached. */
  ProcessCounters attached(int size) {
    ProcessCounters counters = new ProcessCounters(size);
    counters.attach();
    return inThisMode(counters);
  }

  /** A set to which no thread is attached. */
  ProcessCounters unowned(int size) {
    return inThisMode(new ProcessCounters(size));
  }

  private ProcessCounters inThisMode(ProcessCounters counters) {
    if (this == STRIPED) {
      counters.upgrade();
    }
    return counters;
  }
}
