package io.github.processcounters;

import java.util.Objects;

/**
 * A reporter's view of a set: what has been counted since this reporter asked last. Any number of reporters may follow
 * one set, each with an instance of its own; none changes the set, or what another one gets. {@link
 * java.util.concurrent.atomic.LongAdder#sumThenReset()}, which is often used for this, serves one reporter only, as the
 * next finds the counter reset.
 *
 * <pre>{@code
 * CounterDeltas deltas = CounterDeltas.fromZero(query);
 * scheduler.scheduleAtFixedRate(() -> report(deltas.drain()), 0, 10, SECONDS);
 * }</pre>
 *
 * <p>Every update that is not in the sums from which the instance started is in exactly one drain: in one of those that
 * race with it, or else in the first after it. So all drains of a counter, added up, are its last read less the start,
 * and the first drain after all updates makes that exact (K1 of {@link ProcessCounters}). Deltas, like totals, are
 * taken mod 2<sup>64</sup>, and each counter is by itself.
 *
 * <p>A counter that only goes up has no negative deltas (K4). The delta of a level, which goes up and down, is the
 * difference of two reads, and as true as they are (K3): in a striped set it may be too high by what is decremented while
 * the set is read, and the next drain makes up for it. Starting from zero, a level whose decrements come after the
 * increments that pay for them never adds up to less than zero.
 *
 * <p>Any thread may drain at any time. Threads that drain one instance take turns at a short lock, and what one of them
 * gets, the others do not.
 */
public final class CounterDeltas {

  private final ProcessCounters counters;

  /** The sums up to the last drain; also the lock, as nobody else has this object. */
  private final long[] drained;

  /**
   * Starts from the sums of this moment: all that happens-before this is in no drain. Costs a read of all counters.
   *
   * @param counters the set to follow, which this keeps
   * @throws NullPointerException if the set is null
   */
  public CounterDeltas(ProcessCounters counters) {
    this(counters, Objects.requireNonNull(counters, "counters").sums());
  }

  private CounterDeltas(ProcessCounters counters, long[] drained) {
    this.counters = counters;
    this.drained = drained;
  }

  /**
   * Starts from zero: the first drain has all that was ever counted.
   *
   * @param counters the set to follow, which the result keeps
   * @return the deltas of the set since it was made
   * @throws NullPointerException if the set is null
   */
  public static CounterDeltas fromZero(ProcessCounters counters) {
    Objects.requireNonNull(counters, "counters");
    return new CounterDeltas(counters, new long[counters.size()]);
  }

  /**
   * Returns what has been counted since the last drain, or since the start if this is the first. Reads the set as
   * {@link ProcessCounters#sums()} does, at that cost and with its memory effects (K5), under this instance's lock.
   *
   * @return the delta of each counter, in a new array
   */
  public long[] drain() {
    long[] deltas = new long[drained.length];
    drain(deltas);
    return deltas;
  }

  /**
   * Drains as {@link #drain()} does, without garbage. If this throws, the deltas are in the next drain.
   *
   * @param into where to put the deltas, of length {@link ProcessCounters#size()}; not to be used by another thread
   *     meanwhile
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public void drain(long[] into) {
    synchronized (drained) {
      counters.sums(into);
      for (int i = 0; i < into.length; i++) {
        long sum = into[i];
        into[i] = sum - drained[i];
        drained[i] = sum;
      }
    }
  }
}
