package io.github.processcounters.jmh.counters;

import java.util.concurrent.atomic.LongAdder;

/** A {@code LongAdder} for each counter. */
final class OfLongAdder extends Counters {

  private final LongAdder[] set;

  OfLongAdder(int size) {
    super(size);
    set = new LongAdder[size];
    for (int i = 0; i < size; i++) {
      set[i] = new LongAdder();
    }
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    set[counter].add(delta);
  }

  @Override
  public long sum(int counter) {
    return set[counter].sum();
  }

  @Override
  public Counters next() {
    return new OfLongAdder(size());
  }

  /** Left to chance, cells appear only where threads collide. */
  @Override
  public void countedBy(int threads) {
    for (LongAdder adder : set) {
      LiveCells.in(adder, threads);
    }
  }
}
