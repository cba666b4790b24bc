package io.github.processcounters.jmh.counters;

/** A plain array, and its lock around every update and read. */
final class OfSynchronized extends Counters {

  private final long[] set;

  OfSynchronized(int size) {
    super(size);
    set = new long[size];
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    synchronized (set) {
      set[counter] += delta;
    }
  }

  @Override
  public long sum(int counter) {
    synchronized (set) {
      return set[counter];
    }
  }

  @Override
  public Counters next() {
    return new OfSynchronized(size());
  }
}
