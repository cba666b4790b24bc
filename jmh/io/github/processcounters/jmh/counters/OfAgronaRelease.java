package io.github.processcounters.jmh.counters;

/** For a single writer: a plain read and a release write. */
final class OfAgronaRelease extends OfAgrona {

  OfAgronaRelease(int size) {
    super(size);
  }

  @Override
  public void add(int counter, long delta) {
    set[counter].getAndAddRelease(delta);
  }
}
