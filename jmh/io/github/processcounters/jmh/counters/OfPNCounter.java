package io.github.processcounters.jmh.counters;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.crdt.pncounter.PNCounter;

/** Hazelcast's own counters, updated at every event, in the member that is there: no network is in between. */
final class OfPNCounter extends Counters {

  private final HazelcastInstance grid = Hazelcast.getAllHazelcastInstances().iterator().next();
  private final PNCounter[] set;

  OfPNCounter(int size) {
    super(size);
    set = new PNCounter[size];
    for (int i = 0; i < size; i++) {
      set[i] = grid.getPNCounter("counter." + i);
    }
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public void add(int counter, long delta) {
    set[counter].addAndGet(delta);
  }

  @Override
  public long sum(int counter) {
    return set[counter].get();
  }
}
