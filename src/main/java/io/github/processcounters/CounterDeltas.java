package io.github.processcounters;

import java.util.Arrays;
import java.util.Objects;

/**
 * A reporter's view of a set, or of the totals of many: what has been counted since this reporter asked last. Any number
 * of reporters may follow one source, each with an instance of its own; none changes the source, or what another one
 * gets. {@link java.util.concurrent.atomic.LongAdder#sumThenReset()}, which is often used for this, serves one reporter
 * only, as the next finds the counter reset.
 *
 * <p>A report that can fail loses nothing if its deltas are taken only once they have been sent:
 *
 * <pre>{@code
 * CounterDeltas deltas = CounterDeltas.fromZero(query);
 * scheduler.scheduleWithFixedDelay(() -> {
 *   try {
 *     CounterDeltas.Batch batch = deltas.peek();
 *     report(batch.values());
 *     batch.commit();
 *   } catch (RuntimeException e) {
 *     log.log(WARNING, "Not reported: the next report has it, too", e);
 *   }
 * }, 0, 10, SECONDS);
 * }</pre>
 *
 * <p>Deltas are <i>taken</i> by a drain, or by a batch that is committed. Every update that is not in the sums from
 * which the instance started is taken exactly once: by one of those that race with it, or else by the first after it.
 * So all that is taken of a counter, added up, is its last read less the start, and the first drain after all updates
 * makes that exact (K1 of {@link ProcessCounters}). Deltas, like totals, are taken mod 2<sup>64</sup>, and each counter
 * is by itself.
 *
 * <p>A counter that only goes up has no negative deltas (K4). The delta of a level, which goes up and down, is the
 * difference of two reads, and as true as they are (K3): in a striped set it may be too high by what is decremented while
 * the set is read, and the next drain makes up for it. Starting from zero, a level whose decrements come after the
 * increments that they undo never adds up to less than zero.
 *
 * <p>Any thread may call anything at any time. Threads that use one instance take turns at a short lock, and what one
 * of them takes, the others do not.
 *
 * @since 0.1
 */
public final class CounterDeltas {

  private final CounterSums source;

  /** The sums up to what was taken last; also the lock, as nobody else has this object. */
  private final long[] taken;

  /** How often something was taken: a batch that was peeked at before that is out of date. */
  private long takes;

  /**
   * Starts from the sums of this moment: all that happens-before this is never taken. Costs a read of all counters.
   *
   * @param source the set or totals to follow, which this keeps
   * @throws NullPointerException if the source is null
   */
  public CounterDeltas(CounterSums source) {
    this(source, Objects.requireNonNull(source, "source").sums());
  }

  private CounterDeltas(CounterSums source, long[] taken) {
    this.source = source;
    this.taken = taken;
  }

  /**
   * Starts from zero: the first drain has all that was ever counted.
   *
   * @param source the set or totals to follow, which the result keeps
   * @return the deltas of the source since it was made
   * @throws NullPointerException if the source is null
   */
  public static CounterDeltas fromZero(CounterSums source) {
    Objects.requireNonNull(source, "source");
    return new CounterDeltas(source, new long[source.size()]);
  }

  /**
   * Takes what has been counted since something was taken last, or since the start. Reads the source as its {@link
   * CounterSums#sums()} does, at that cost and with its memory effects (K5), under this instance's lock.
   *
   * @return the delta of each counter, in a new array
   */
  public long[] drain() {
    long[] deltas = new long[taken.length];
    drain(deltas);
    return deltas;
  }

  /**
   * Drains as {@link #drain()} does, without garbage but what {@link CounterSums#sums(long[])} makes. If this throws,
   * nothing is taken.
   *
   * @param into where to put the deltas, of length {@link CounterSums#size()}; not to be used by another thread
   *     meanwhile
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public void drain(long[] into) {
    synchronized (taken) {
      source.sums(into);
      takes++;
      for (int i = 0; i < into.length; i++) {
        long sum = into[i];
        into[i] = sum - taken[i];
        taken[i] = sum;
      }
    }
  }

  /**
   * Drains into another set: adds to each of its counters what {@link #drain()} would return. This is a roll-up that
   * may be repeated: what was counted late is added the next time, and what was added before is not added again. The
   * other set has all of it when this returns: at once, as by {@link ProcessCounters#addAtomically(long[])}, if no delta is
   * negative, and else counter by counter. If an add throws, for want of memory, what it would have added is not taken.
   *
   * @param total a set of the same size, other than the one that this follows, and none of a part of the totals that it
   *     follows, as these would count it again
   * @throws NullPointerException if the set is null
   * @throws IllegalArgumentException if it is the set that this follows, or has another size
   */
  public void drainInto(ProcessCounters total) {
    Objects.requireNonNull(total, "total");
    if (total == source) {
      throw new IllegalArgumentException("A set cannot be drained into itself: " + total);
    }
    if (total.size() != taken.length) {
      throw new IllegalArgumentException("A set of " + total.size() + " counters for deltas of " + taken.length);
    }
    synchronized (taken) {
      long[] sums = source.sums();
      long[] deltas = pending(sums);
      takes++;
      if (ProcessCounters.hasNegative(deltas)) {
        for (int i = 0; i < deltas.length; i++) {
          total.add(i, deltas[i]);
          taken[i] = sums[i];
        }
      } else {
        total.addAtomically(deltas);
        for (int i = 0; i < deltas.length; i++) { // no call, as there may be no stack for it
          taken[i] = sums[i];
        }
      }
    }
  }

  private long[] pending(long[] sums) {
    long[] deltas = new long[sums.length];
    Arrays.setAll(deltas, i -> sums[i] - taken[i]);
    return deltas;
  }

  /**
   * Returns what {@link #drain()} would, without taking it: {@link Batch#commit()} does, later. Reads the source at the
   * cost and with the effects of {@link #drain()}.
   *
   * @return the deltas, not taken yet
   */
  public Batch peek() {
    synchronized (taken) {
      long[] sums = source.sums();
      return new Batch(this, takes, sums, pending(sums));
    }
  }

  private boolean commit(Batch batch) {
    synchronized (taken) {
      boolean upToDate = takes == batch.takesBefore;
      if (upToDate) {
        System.arraycopy(batch.sums, 0, taken, 0, taken.length);
        takes++;
      }
      return upToDate;
    }
  }

  /**
   * Describes the deltas for a log line.
   *
   * @return such as {@code CounterDeltas[pending=[3, 512]]}: what a drain would return now
   */
  @Override
  public String toString() {
    return "CounterDeltas[pending=" + Arrays.toString(peek().deltas) + "]";
  }

  /**
   * What has been counted, and is taken only by {@link #commit()}. A batch that is dropped takes nothing: what is in it
   * is in the next one, too. Any thread may call anything at any time.
   *
   * <p>A commit that comes too late cannot call back what was sent. So let one reporter at a time use an instance: give
   * each its own, and begin a report when the one before has ended.
   *
   * @since 0.1
   */
  public static final class Batch {

    private final CounterDeltas source;
    private final long takesBefore;
    private final long[] sums;
    private final long[] deltas;

    private Batch(CounterDeltas source, long takesBefore, long[] sums, long[] deltas) {
      this.source = source;
      this.takesBefore = takesBefore;
      this.sums = sums;
      this.deltas = deltas;
    }

    /**
     * Returns the deltas, the same at each call.
     *
     * @return the delta of each counter, in a new array
     */
    public long[] values() {
      return deltas.clone();
    }

    /**
     * Takes exactly these deltas, or nothing, if there was a drain or a commit since {@link CounterDeltas#peek()}, of
     * this batch or of another one. No update is taken twice. Waits for others that use the same {@link CounterDeltas},
     * if at all; does not read the source.
     *
     * @return whether they were taken
     */
    public boolean commit() {
      return source.commit(this);
    }

    /**
     * Describes the batch for a log line.
     *
     * @return such as {@code Batch[values=[3, 512]]}
     */
    @Override
    public String toString() {
      return "Batch[values=" + Arrays.toString(deltas) + "]";
    }
  }
}
