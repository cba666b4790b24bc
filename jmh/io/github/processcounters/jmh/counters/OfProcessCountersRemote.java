package io.github.processcounters.jmh.counters;

import io.github.processcounters.ProcessCounters;

/** Ours at its worst: no thread that counts attaches, and nobody stripes the set. */
final class OfProcessCountersRemote extends Ours {

  OfProcessCountersRemote(int size) {
    super(new ProcessCounters(size));
  }
}
