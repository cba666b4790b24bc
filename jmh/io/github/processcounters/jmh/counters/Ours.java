package io.github.processcounters.jmh.counters;

import io.github.processcounters.ProcessCounters;

/** A set of the library; who attaches, and whether it is striped when it is shared, is said below. */
abstract class Ours extends Counters {

  final ProcessCounters set;

  Ours(ProcessCounters set) {
    super(set.size());
    this.set = set;
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public final void add(int counter, long delta) {
    set.add(counter, delta);
  }

  @Override
  public final long sum(int counter) {
    return set.sum(counter);
  }

  @Override
  public final void sums(long[] into) {
    set.sums(into);
  }
}
