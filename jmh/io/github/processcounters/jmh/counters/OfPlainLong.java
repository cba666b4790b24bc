package io.github.processcounters.jmh.counters;

/** A plain array: the limit, and no choice where two threads meet, as it loses updates and may never be read. */
final class OfPlainLong extends Counters {

  private final long[] set;

  OfPlainLong(int size) {
    super(size);
    set = new long[size];
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    set[counter] += delta;
  }

  @Override
  public long sum(int counter) {
    return set[counter];
  }

  @Override
  public Counters next() {
    return new OfPlainLong(size());
  }
}
