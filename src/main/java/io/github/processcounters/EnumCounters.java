package io.github.processcounters;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;

/**
 * A {@link ProcessCounters} with a counter for each constant of an enum, as the Linux kernel's {@code rss_stat} has one
 * for {@code MM_FILEPAGES}, one for {@code MM_ANONPAGES}, and so on.
 *
 * <pre>{@code
 * enum Count { ROWS, BYTES }
 *
 * EnumCounters<Count> query = new EnumCounters<>(Count.class);      
 * query.increment(Count.ROWS);
 * executor.execute(query.counters().attached(() -> query.add(Count.BYTES, 512)));
 * long rows = query.sum(Count.ROWS);
 * }</pre>
 *
 * <p>It is a view: the set beneath, {@link #counters()}, has the constants' ordinals as its indices, does the counting,
 * and gives the guarantees, K1 to K9 of {@link ProcessCounters}. Whatever a set can do beyond the methods here is done
 * there, and seen here.
 *
 * <p>A constant of another enum, which gets past the compiler by a raw type or an unchecked cast, throws {@link
 * ClassCastException}, as it does in an {@link EnumMap}: it would count in a wrong counter otherwise. The check is a
 * comparison of classes, or two for a constant with a class body; that is all this adds to the cost of a set.
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

  private static <E extends Enum<E>> int sizeOf(Class<E> type) {
    Objects.requireNonNull(type, "type");
    int size = EnumSet.allOf(type).size();
    if (size == 0) {
      throw new IllegalArgumentException("Enum " + type.getName() + " has no constants");
    }
    return size;
  }

  /**
   * Adds to a counter, with the effects and at the cost of {@link ProcessCounters#add(int, long)} (K1 to K5).
   *
   * @param counter the counter
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3
   * @throws NullPointerException if the counter is null
   * @throws ClassCastException if the counter, by a raw type, is a constant of another enum
   */
  public void add(E counter, long delta) {
    counters.add(indexOf(counter), delta);
  }

  /**
   * Adds 1 to a counter, as {@link #add(Enum, long) add(counter, 1)} does.
   *
   * @param counter the counter
   * @throws NullPointerException if the counter is null
   * @throws ClassCastException if the counter, by a raw type, is a constant of another enum
   */
  public void increment(E counter) {
    add(counter, 1);
  }

  /**
   * Subtracts 1 from a counter, as {@link #add(Enum, long) add(counter, -1)} does.
   *
   * @param counter the counter
   * @throws NullPointerException if the counter is null
   * @throws ClassCastException if the counter, by a raw type, is a constant of another enum
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
   * @throws ClassCastException if the counter, by a raw type, is a constant of another enum
   */
  public long sum(E counter) {
    return counters.sum(indexOf(counter));
  }

  /**
   * Reads all counters, as {@link ProcessCounters#sums()} does: each by itself, so this is no snapshot across them. A
   * reader that minds the garbage reads {@link #counters()} instead.
   *
   * @return the sum of each constant, in the constants' order, in a new {@link EnumMap} that is the caller's own
   */
  public Map<E, Long> sums() {
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
   * @throws ClassCastException if the counter, by a raw type, is a constant of another enum
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
    return new EnumAttachment<>(this, counters.attach());
  }

  /**
   * Attaches the calling thread if that does not stripe the set, as {@link ProcessCounters#tryAttach()} does.
   *
   * @return what the calling thread counts through, by constant, and closes when its work on this process ends
   */
  public EnumAttachment<E> tryAttach() {
    return new EnumAttachment<>(this, counters.tryAttach());
  }

  /**
   * Returns the set beneath, whose indices are the constants' ordinals: for all that takes no counter, such as to run
   * tasks attached, to detach, to upgrade, to read without garbage, to report what has changed. It is always the same one,
   * and what either counts, both read.
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

  /** The class of most constants is the enum's; that of one with a body is its own, and the enum's is farther away. */
  int indexOf(E counter) {
    Objects.requireNonNull(counter, "counter");
    if (counter.getClass() != type && counter.getDeclaringClass() != type) {
      throw new ClassCastException(
          counter.getDeclaringClass().getName() + "." + counter.name() + " is no constant of " + type.getName());
    }
    return counter.ordinal();
  }
}
