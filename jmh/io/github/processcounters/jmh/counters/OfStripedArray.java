package io.github.processcounters.jmh.counters;

import java.util.concurrent.atomic.AtomicLongArray;

/** After the idea of the Accumulator in DataDog's tracer: one array with a fixed stripe, about one for each CPU, that a
 * thread finds by its id and shares with others, by atomic adds. */
final class OfStripedArray extends Counters {

  /** In words: what keeps the counters of one stripe off the cache lines of the next. */
  private static final int PADDING = 16;

  private final int stripes;
  private final int width;
  private final AtomicLongArray set;

  OfStripedArray(int size) {
    super(size);
    stripes = Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1);
    width = PADDING + size;
    set = new AtomicLongArray(stripes * width + PADDING);
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    int stripe = (int) Thread.currentThread().getId() & (stripes - 1);
    set.getAndAdd(stripe * width + PADDING + counter, delta);
  }

  @Override
  public long sum(int counter) {
    long sum = 0;
    for (int i = 0; i < stripes; i++) {
      sum += set.get(i * width + PADDING + counter);
    }
    return sum;
  }
}
