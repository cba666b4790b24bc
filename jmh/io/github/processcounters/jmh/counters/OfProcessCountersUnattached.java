package io.github.processcounters.jmh.counters;

import io.github.processcounters.ProcessCounters;

/** Ours, striped when it is shared, but no thread that counts attaches. */
final class OfProcessCountersUnattached extends Ours {

  OfProcessCountersUnattached(int size) {
    super(new ProcessCounters(size));
  }

  @Override
  public void share() {
    set.upgrade();
  }
}
