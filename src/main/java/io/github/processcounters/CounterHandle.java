package io.github.processcounters;

/**
 * One counter of a set as an object, for a field, or to implement a framework's interface with. Any number of handles may
 * lead to one counter, and all of them count as {@link ProcessCounters} does: it is the calling thread that matters (K7,
 * attaching is about speed, never about correctness).
 *
 * <pre>{@code
 * private final CounterHandle rows = query.handle(ROWS);
 *
 * rows.increment();
 * }</pre>
 *
 * <p>It is no {@link Number}, as that would make it {@link java.io.Serializable}, and a set refers to live threads.
 *
 * @since 0.1
 */
public final class CounterHandle {

  private final ProcessCounters counters;
  private final int counter;

  CounterHandle(ProcessCounters counters, int counter) {
    this.counters = counters;
    this.counter = counter;
  }

  /**
   * Adds to the counter, with the effects and at the cost of {@link ProcessCounters#add(int, long)}, and one load more.
   *
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3, levels read true
   */
  public void add(long delta) {
    counters.add(counter, delta);
  }

  /** Adds 1 to the counter, as {@link #add(long) add(1)} does. */
  public void increment() {
    add(1);
  }

  /** Subtracts 1 from the counter, as {@link #add(long) add(-1)} does. */
  public void decrement() {
    add(-1);
  }

  /**
   * Reads the counter, with the effects and at the cost of {@link ProcessCounters#sum(int)}.
   *
   * @return the sum of the deltas, mod 2<sup>64</sup>
   */
  public long sum() {
    return counters.sum(counter);
  }

  /**
   * Describes the counter for a log line.
   *
   * @return such as {@code CounterHandle[counter=1, sum=512]}
   */
  @Override
  public String toString() {
    return "CounterHandle[counter=" + counter + ", sum=" + sum() + "]";
  }
}
