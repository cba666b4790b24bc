package io.github.processcounters.jmh.counters;

import java.util.concurrent.atomic.AtomicLong;

/** An {@code AtomicLong} for each counter. */
final class OfAtomicLong extends Counters {

  private final AtomicLong[] set;

  OfAtomicLong(int size) {
    super(size);
    set = new AtomicLong[size];
    for (int i = 0; i < size; i++) {
      set[i] = new AtomicLong();
    }
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    set[counter].getAndAdd(delta);
  }

  @Override
  public long sum(int counter) {
    return set[counter].get();
  }

  @Override
  public Counters next() {
    return new OfAtomicLong(size());
  }
}
