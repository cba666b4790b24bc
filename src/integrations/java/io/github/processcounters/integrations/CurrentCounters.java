// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * The set that the current thread works for: for code deep inside a library, to which no set can be passed.
 *
 * <pre>{@code
 * try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
 *   connector.read(8); // deep inside: CurrentCounters.add(ROWS, 1)
 * }
 * }</pre>
 *
 * <p>Micrometer's context propagation carries it to other threads: through wrapped executors, Reactor, and all else
 * that knows that library. Register this once:
 *
 * <pre>{@code
 * ContextRegistry.getInstance().registerThreadLocalAccessor(new CurrentCounters());
 * }</pre>
 *
 * <p>A thread is attached to its current set, unless that would stripe it ({@link ProcessCounters#tryAttach()}), and
 * leaves when the set is not its current one any more. So a set that goes from thread to thread stays single.
 */
public final class CurrentCounters implements ThreadLocalAccessor<ProcessCounters> {

  private static final String KEY = "io.github.processcounters";

  private static final ThreadLocal<Current> CURRENT = new ThreadLocal<>();

  private static final LongAdder UNCOUNTED = new LongAdder();

  /** Returns the current set, or null if there is none. */
  public static ProcessCounters get() {
    Current current = CURRENT.get();
    return current == null ? null : current.counters;
  }

  /** Adds to a counter of the current set. If there is none, what is added is not counted, but {@link #uncounted()}. */
  public static void add(int counter, long delta) {
    Current current = CURRENT.get();
    if (current != null) {
      current.attachment.add(counter, delta);
    } else {
      UNCOUNTED.increment();
    }
  }

  /** Returns how many calls of {@link #add} have found no current set: for tests, and to be published. */
  public static long uncounted() {
    return UNCOUNTED.sum();
  }

  /** Makes a set the current one of this thread until this thread closes the scope; then it is the one before. */
  public static Scope open(ProcessCounters counters) {
    Objects.requireNonNull(counters, "counters");
    ProcessCounters before = get();
    set(counters);
    return () -> set(before);
  }

  /** The time during which a set is the current one. */
  public interface Scope extends AutoCloseable {

    @Override
    void close();
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public ProcessCounters getValue() {
    return get();
  }

  @Override
  public void setValue(ProcessCounters counters) {
    set(Objects.requireNonNull(counters, "counters"));
  }

  @Override
  public void setValue() {
    set(null);
  }

  private static void set(ProcessCounters counters) {
    Current before = CURRENT.get();
    if (before != null) {
      if (before.counters == counters) {
        return; // Reactor does so at each signal
      }
      before.attachment.close();
    }
    if (counters == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(new Current(counters, counters.tryAttach()));
    }
  }

  private static final class Current {

    final ProcessCounters counters;
    final Attachment attachment;

    Current(ProcessCounters counters, Attachment attachment) {
      this.counters = counters;
      this.attachment = attachment;
    }
  }
}
