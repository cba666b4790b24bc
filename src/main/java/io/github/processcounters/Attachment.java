package io.github.processcounters;

/**
 * The time during which a thread is attached to a set, from {@link ProcessCounters#attach()} to {@link #close()}. It is
 * for that thread only: work that moves to another thread needs an attachment there.
 */
public final class Attachment implements AutoCloseable {

  private final ProcessCounters counters;
  private final Thread thread;
  private boolean joining;

  Attachment(ProcessCounters counters, Thread thread, boolean joining) {
    this.counters = counters;
    this.thread = thread;
    this.joining = joining;
  }

  /**
   * Detaches the thread, as {@link ProcessCounters#detach()} does, if it was not attached before this attachment; does
   * nothing if this one is nested, or closed before.
   *
   * @throws IllegalStateException if another thread than the attached one calls this; nothing changes
   */
  @Override
  public void close() {
    Thread current = Thread.currentThread();
    if (current != thread) {
      throw new IllegalStateException(
          "Attached by thread '" + ProcessCounters.nameOf(thread) + "', closed by thread '"
              + ProcessCounters.nameOf(current) + "'");
    }
    if (joining) {
      counters.detach();
      joining = false;
    }
  }
}
