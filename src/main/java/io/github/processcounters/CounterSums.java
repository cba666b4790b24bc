package io.github.processcounters;

/**
 * Counters that can be read: those of one set, {@link ProcessCounters}, or of many, {@link ProcessTotals}. For code that
 * reports what was counted, and need not know by whom.
 *
 * <p>Any thread may read at any time. Each of the two says what its reads guarantee while others count.
 *
 * @since 0.1
 */
public interface CounterSums {

  /**
   * Returns the number of counters, which never changes.
   *
   * @return the number of counters, at least 1
   */
  int size();

  /**
   * Reads a counter.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @return the sum of the deltas, mod 2<sup>64</sup>
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  long sum(int counter);

  /**
   * Reads all counters.
   *
   * @return the sums, in a new array
   */
  long[] sums();

  /**
   * Reads all counters into an array: for a reader that minds the garbage.
   *
   * @param into where to put the sums, of length {@code size()}
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  void sums(long[] into);
}
