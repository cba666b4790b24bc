package io.github.processcounters;

/**
 * The time during which a thread works on a set, from {@link ProcessCounters#attach()} or {@link
 * ProcessCounters#tryAttach()} to {@link #close()}. In a striped set, counting through an attachment is fastest,
 * because it remembers the stripe of its thread:
 *
 * <pre>{@code
 * try (Attachment a = query.attach()) {
 *   a.increment(ROWS);
 * }
 * }</pre>
 *
 * <p>It is for the thread that got it. Another thread may count through it too, and any thread may after it was closed:
 * the counts are right, but no faster than through the set. Each update is the calling thread's, whoever got the
 * attachment (K7, attaching is about speed, never about correctness).
 *
 * @since 0.1
 */
public final class Attachment implements AutoCloseable {

  private final ProcessCounters counters;

  private final Thread thread;

  /** Whether the thread had not attached when it got this, and has not closed it. */
  boolean leaves;

  /** What the thread had when it counted last, if the set was striped. Another thread may own it by now. */
  private Stripe stripe;

  Attachment(ProcessCounters counters, Thread thread) {
    this.counters = counters;
    this.thread = thread;
  }

  /**
   * Adds to a counter, with the effects of {@link ProcessCounters#add(int, long)} by the calling thread. Costs a plain
   * write if that thread got this attachment, and owns the set or a stripe of it; this finds the stripe without looking it
   * up. Wait-free then.
   *
   * @param counter the counter, 0 to {@code size() - 1} of the set
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3, levels read true
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void add(int counter, long delta) {
    Stripe stripe = this.stripe;
    Thread current = Thread.currentThread();
    boolean added = stripe == null
        ? counters.addIfOwner(current, counter, delta) : stripe.addIfOwner(current, counter, delta);
    if (!added) {
      addAnew(current, counter, delta);
    }
  }

  private void addAnew(Thread current, int counter, long delta) {
    if (current == thread) {
      stripe = counters.stripeOf(current); // before the update, as an id can be overridden, and throw
    }
    counters.add(counter, delta);
  }

  /**
   * Adds to several counters at once, with the effects and at the cost of {@link ProcessCounters#addAtomically(long[])} by
   * the calling thread (K10, events are whole).
   *
   * @param deltas what to add to each counter, 0 or more, of the length of the set's {@code size()}; not to be changed by
   *     another thread meanwhile
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length, or a delta is negative; then nothing was added
   */
  public void addAtomically(long[] deltas) {
    counters.addAtomically(deltas);
  }

  /**
   * Adds 1 to a counter, as {@link #add(int, long) add(counter, 1)} does.
   *
   * @param counter the counter, 0 to {@code size() - 1} of the set
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void increment(int counter) {
    add(counter, 1);
  }

  /**
   * Subtracts 1 from a counter, as {@link #add(int, long) add(counter, -1)} does.
   *
   * @param counter the counter, 0 to {@code size() - 1} of the set
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void decrement(int counter) {
    add(counter, -1);
  }

  /**
   * Tells whether the thread that got this counts with plain writes now: it owns the set, or a stripe of it. Not so after
   * it left; if {@code tryAttach} found another owner; or if all stripes were taken. Any thread may ask; the answer may be
   * out of date when it comes, unless the thread itself asks. Costs a look through the stripes.
   *
   * @return whether the thread owns the set or a stripe of it
   */
  public boolean isAttached() {
    return counters.isOwner(thread);
  }

  /**
   * Makes the thread leave, as {@link ProcessCounters#detach()} does, if it owned nothing of the set when it got this
   * attachment. It then also leaves what it came to own since by counting. Otherwise this attachment is nested, and
   * closing it changes nothing. Nor does closing it again.
   *
   * <p>It is for the thread that got the attachment. In any other thread it changes nothing, since nobody's request should
   * fail for a counter's sake; but where assertions are enabled, as in tests, it throws an {@link AssertionError} that
   * names both.
   */
  @Override
  public void close() {
    Thread current = Thread.currentThread();
    assert current == thread : "Attached by thread '" + ProcessCounters.nameOf(thread) + "', closed by thread '"
        + ProcessCounters.nameOf(current) + "'";
    if (current == thread && leaves) {
      counters.detach();
      leaves = false; // not before it left: if there was no stack for that, it may try again
    }
  }

  /**
   * Describes the attachment for a log line.
   *
   * @return such as {@code Attachment[thread=main, attached, ProcessCounters[size=2, single, owner=main, sums=[7, 512]]]}
   */
  @Override
  public String toString() {
    return "Attachment[thread=" + ProcessCounters.nameOf(thread) + (isAttached() ? ", attached, " : ", not attached, ")
        + counters + "]";
  }
}
