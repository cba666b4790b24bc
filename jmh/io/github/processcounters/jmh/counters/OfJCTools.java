package io.github.processcounters.jmh.counters;

import org.jctools.counters.CountersFactory;
import org.jctools.counters.FixedSizeStripedLongCounter;

/** A striped counter of JCTools for each counter, with a stripe for each CPU. */
final class OfJCTools extends Counters {

  private final FixedSizeStripedLongCounter[] set;

  OfJCTools(int size) {
    super(size);
    int stripes = Runtime.getRuntime().availableProcessors();
    set = new FixedSizeStripedLongCounter[size];
    for (int i = 0; i < size; i++) {
      set[i] = CountersFactory.createFixedSizeStripedCounter(stripes);
    }
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    set[counter].inc(delta);
  }

  @Override
  public long sum(int counter) {
    return set[counter].get();
  }

  @Override
  public Counters next() {
    return new OfJCTools(size());
  }
}
