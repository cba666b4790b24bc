package io.github.processcounters;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Names for the counters of a {@link ProcessCounters}: a counter for each constant of an enum, as the Linux kernel's
 * {@code rss_stat} has one for {@code MM_FILEPAGES}, one for {@code MM_ANONPAGES}, and so on.
 *
 * <pre>{@code
 * enum Count { ROWS, BYTES }
 *
 * EnumCounters<Count> query = new EnumCounters<>(Count.class);
 * query.increment(Count.ROWS);
 * executor.execute(query.attached(() -> query.add(Count.BYTES, 512)));
 * long rows = query.sum(Count.ROWS);
 * }</pre>
 *
 * <p>It is a view: the set beneath, {@link #counters()}, has the constants' ordinals as its indices, does the counting,
 * and gives the guarantees, K1 to K10 of {@link ProcessCounters}. To count by constant costs what it costs by index. The set
 * may be one that exists, such as a part's, and totals can be read by name, too:
 *
 * <pre>{@code
 * try (ProcessTotals.Part part = QUERIES.begin("orders of today")) {
 *   EnumCounters<Count> query = new EnumCounters<>(Count.class, part.counters());
 *   query.add(Count.BYTES, 512);
 * }
 * Map<Count, Long> ofAllQueries = EnumCounters.sums(Count.class, QUERIES);
 * }</pre>
 *
 * <p>The compiler checks that a constant is one of this enum. Code that gets past it, by a raw type or an unchecked cast,
 * counts by the ordinal.
 *
 * @param <E> the enum
 * @since 0.1
 */
public final class EnumCounters<E extends Enum<E>> {

  private final Class<E> type;
  private final ProcessCounters counters;

  /**
   * Makes a set that nobody owns, as {@link ProcessCounters#ProcessCounters(int)} does.
   *
   * @param type the enum's class
   * @throws NullPointerException if the class is null
   * @throws IllegalArgumentException if the enum has no constants
   * @throws ClassCastException if the class, by a raw type, is not that of an enum
   */
  public EnumCounters(Class<E> type) {
    this.type = type;
    this.counters = new ProcessCounters(sizeOf(type));
  }

  /**
   * Names the counters of a set that exists. Any number of views may name one set.
   *
   * @param type the enum's class
   * @param counters the set, with a counter for each constant, which this keeps
   * @throws NullPointerException if the class or the set is null
   * @throws IllegalArgumentException if the enum has no constants, or the set has another size
   * @throws ClassCastException if the class, by a raw type, is not that of an enum
   */
  public EnumCounters(Class<E> type, ProcessCounters counters) {
    requireSize(type, counters);
    this.type = type;
    this.counters = counters;
  }

  private static <E extends Enum<E>> int sizeOf(Class<E> type) {
    Objects.requireNonNull(type, "type");
    int size = EnumSet.allOf(type).size();
    if (size == 0) {
      throw new IllegalArgumentException("Enum " + type.getName() + " has no constants");
    }
    return size;
  }

  private static <E extends Enum<E>> void requireSize(Class<E> type, CounterSums counters) {
    int size = sizeOf(type);
    Objects.requireNonNull(counters, "counters");
    if (counters.size() != size) {
      throw new IllegalArgumentException(
          counters.size() + " counters for the " + size + " constants of " + type.getName());
    }
  }

  /**
   * Adds to a counter, with the effects and at the cost of {@link ProcessCounters#add(int, long)} (K1 to K5).
   *
   * @param counter the counter
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3
   * @throws NullPointerException if the counter is null
   */
  public void add(E counter, long delta) {
    counters.add(indexOf(counter), delta);
  }

  /**
   * Adds 1 to a counter, as {@link #add(Enum, long) add(counter, 1)} does.
   *
   * @param counter the counter
   * @throws NullPointerException if the counter is null
   */
  public void increment(E counter) {
    add(counter, 1);
  }

  /**
   * Subtracts 1 from a counter, as {@link #add(Enum, long) add(counter, -1)} does.
   *
   * @param counter the counter
   * @throws NullPointerException if the counter is null
   */
  public void decrement(E counter) {
    add(counter, -1);
  }

  /**
   * Reads a counter, with the effects and at the cost of {@link ProcessCounters#sum(int)} (K1 to K5).
   *
   * @param counter the counter
   * @return the sum of the deltas, mod 2<sup>64</sup>
   * @throws NullPointerException if the counter is null
   */
  public long sum(E counter) {
    return counters.sum(indexOf(counter));
  }

  /**
   * Reads all counters, as {@link ProcessCounters#sums()} does. A reader that minds the garbage reads {@link #counters()}
   * instead.
   *
   * @return the sum of each constant, in the constants' order, in a new {@link EnumMap} that is the caller's own
   */
  public Map<E, Long> sums() {
    return sums(type, counters);
  }

  /**
   * Reads counters by name that are indexed by the constants' ordinals, as {@link CounterSums#sums()} does: the totals of
   * many sets, say.
   *
   * @param <E> the enum
   * @param type the enum's class
   * @param counters a set, or totals, with a counter for each constant
   * @return the sum of each constant, in the constants' order, in a new {@link EnumMap} that is the caller's own
   * @throws NullPointerException if the class or the source is null
   * @throws IllegalArgumentException if the enum has no constants, or the source has another size
   * @throws ClassCastException if the class, by a raw type, is not that of an enum
   */
  public static <E extends Enum<E>> Map<E, Long> sums(Class<E> type, CounterSums counters) {
    requireSize(type, counters);
    long[] sums = counters.sums();
    Map<E, Long> map = new EnumMap<>(type);
    for (E counter : EnumSet.allOf(type)) {
      map.put(counter, sums[counter.ordinal()]);
    }
    return map;
  }

  /**
   * Returns one of the counters as an object, as {@link ProcessCounters#handle(int)} does.
   *
   * @param counter the counter
   * @return a new object that counts in this set, and keeps it
   * @throws NullPointerException if the counter is null
   */
  public CounterHandle handle(E counter) {
    return counters.handle(indexOf(counter));
  }

  /**
   * Attaches the calling thread, as {@link ProcessCounters#attach()} does (K6, one way).
   *
   * @return what the calling thread counts through, by constant, and closes when its work on this process ends
   */
  public EnumAttachment<E> attach() {
    return new EnumAttachment<>(counters.attach());
  }

  /**
   * Attaches the calling thread if that does not stripe the set, as {@link ProcessCounters#tryAttach()} does.
   *
   * @return what the calling thread counts through, by constant, and closes when its work on this process ends
   */
  public EnumAttachment<E> tryAttach() {
    return new EnumAttachment<>(counters.tryAttach());
  }

  /**
   * Makes the calling thread leave, as {@link ProcessCounters#detach()} does (K8, no thread kept).
   */
  public void detach() {
    counters.detach();
  }

  /**
   * Wraps a task so that the thread that runs it is attached meanwhile, as {@link ProcessCounters#attached(Runnable)}
   * does.
   *
   * @param task the task
   * @return a task for any thread, any number of times
   * @throws NullPointerException if the task is null
   */
  public Runnable attached(Runnable task) {
    return counters.attached(task);
  }

  /**
   * Wraps a task so that the thread that runs it is attached meanwhile, as {@link
   * ProcessCounters#attachedCall(Callable)} does.
   *
   * @param <V> what the task returns
   * @param task the task
   * @return a task for any thread, any number of times
   * @throws NullPointerException if the task is null
   */
  public <V> Callable<V> attachedCall(Callable<V> task) {
    return counters.attachedCall(task);
  }

  /**
   * Stripes the set now, as {@link ProcessCounters#upgrade()} does.
   */
  public void upgrade() {
    counters.upgrade();
  }

  /**
   * Tells whether the set is striped, as {@link ProcessCounters#isStriped()} does.
   *
   * @return whether the set is striped
   */
  public boolean isStriped() {
    return counters.isStriped();
  }

  /**
   * Returns the set beneath, whose indices are the constants' ordinals: to read it without garbage, or to report what has
   * changed. It is always the same one, and what either counts, both read.
   *
   * @return the set
   */
  public ProcessCounters counters() {
    return counters;
  }

  /**
   * Describes the set for a log line: the enum, the mode, and the sums.
   *
   * @return such as {@code EnumCounters[Count, single, sums={ROWS=7, BYTES=512}]}
   */
  @Override
  public String toString() {
    String mode = counters.isStriped() ? "striped" : "single";
    return "EnumCounters[" + type.getSimpleName() + ", " + mode + ", sums=" + sums() + "]";
  }

  /** Compiled code throws a message-less exception of its own at a null. */
  static int indexOf(Enum<?> counter) {
    return Objects.requireNonNull(counter, "counter").ordinal();
  }
}
