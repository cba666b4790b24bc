package io.github.processcounters;

import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set and what each worker has begun to add to it: opaque writes to a slot of the worker's own, which order nothing.
 * So all that makes a reader see in the ledger what it has counted is K5.
 */
final class WatchedSet {

  final ProcessCounters counters;
  /** What each worker has last read of the counter that only goes up. */
  final AtomicLongArray seen;
  /** Threads that the set must let go of. */
  final Queue<WeakReference<Thread>> gone = new ConcurrentLinkedQueue<>();
  /** Whether several threads may be attached at a time; else one after the other, as the baton goes round. */
  final boolean shared;
  final Semaphore baton = new Semaphore(1);
  /** The place in which it is counts as one. */
  final AtomicInteger users = new AtomicInteger(1);
  private final int slots;
  private final AtomicLongArray ledger;

  WatchedSet(int size, int slots, boolean shared) {
    this.counters = ProcessCounters.detached(size);
    this.seen = new AtomicLongArray(slots);
    this.shared = shared;
    this.slots = slots;
    this.ledger = new AtomicLongArray(size * slots);
  }

  boolean enter() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  void begin(int slot, int counter, long delta) {
    int i = slot * counters.size() + counter;
    ledger.setOpaque(i, ledger.getPlain(i) + delta);
  }

  long begunBy(int slot, int counter) {
    return ledger.getOpaque(slot * counters.size() + counter);
  }

  long begun(int counter) {
    long sum = 0;
    for (int slot = 0; slot < slots; slot++) {
      sum += begunBy(slot, counter);
    }
    return sum;
  }
}
