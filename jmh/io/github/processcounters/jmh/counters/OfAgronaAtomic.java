package io.github.processcounters.jmh.counters;

/** For any writer: an atomic add. */
final class OfAgronaAtomic extends OfAgrona {

  OfAgronaAtomic(int size) {
    super(size);
  }

  @Override
  public void add(int counter, long delta) {
    set[counter].getAndAdd(delta);
  }
}
