package io.github.processcounters.jmh.counters;

import io.github.processcounters.ProcessCounters;

/** Ours, used as it should be: every thread that counts attaches. */
final class OfProcessCounters extends Ours {

  OfProcessCounters(int size) {
    super(new ProcessCounters(size));
  }

  private OfProcessCounters(ProcessCounters set) {
    super(set);
  }

  @Override
  public Counters next() {
    return new OfProcessCounters(new ProcessCounters(size()));
  }

  @Override
  public void share() {
    set.upgrade();
  }

  @Override
  public void attach() {
    set.attach();
  }

  @Override
  public void detach() {
    set.detach();
  }
}
