package io.github.processcounters;

/**
 * An {@link Attachment} to a set of {@link EnumCounters}, to count through by constant.
 *
 * <pre>{@code
 * try (EnumAttachment<Count> a = query.attach()) {
 *   a.increment(Count.ROWS);
 * }
 * }</pre>
 *
 * @param <E> the enum
 * @since 0.1
 */
public final class EnumAttachment<E extends Enum<E>> implements AutoCloseable {

  private final Attachment attachment;

  EnumAttachment(Attachment attachment) {
    this.attachment = attachment;
  }

  /**
   * Adds to a counter, with the effects and at the cost of {@link Attachment#add(int, long)}.
   *
   * @param counter the counter
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3, levels read true
   * @throws NullPointerException if the counter is null
   */
  public void add(E counter, long delta) {
    attachment.add(EnumCounters.indexOf(counter), delta);
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
   * Tells whether the thread that got this counts with plain writes now, as {@link Attachment#isAttached()} does.
   *
   * @return whether the thread owns the set or a stripe of it
   */
  public boolean isAttached() {
    return attachment.isAttached();
  }

  /** Makes the thread leave, as {@link Attachment#close()} does. */
  @Override
  public void close() {
    attachment.close();
  }

  /**
   * Describes the attachment for a log line.
   *
   * @return such as {@code EnumAttachment[Attachment[thread=main, attached, ProcessCounters[...]]]}
   */
  @Override
  public String toString() {
    return "EnumAttachment[" + attachment + "]";
  }
}
