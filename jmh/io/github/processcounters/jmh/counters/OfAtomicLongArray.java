package io.github.processcounters.jmh.counters;

import java.util.concurrent.atomic.AtomicLongArray;

/** One {@code AtomicLongArray}, not padded. */
final class OfAtomicLongArray extends Counters {

  private final AtomicLongArray set;

  OfAtomicLongArray(int size) {
    super(size);
    set = new AtomicLongArray(size);
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    set.getAndAdd(counter, delta);
  }

  @Override
  public long sum(int counter) {
    return set.get(counter);
  }

  @Override
  public Counters next() {
    return new OfAtomicLongArray(size());
  }
}
