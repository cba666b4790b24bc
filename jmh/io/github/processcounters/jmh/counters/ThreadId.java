package io.github.processcounters.jmh.counters;

import java.lang.reflect.Field;

/** Gives a thread the id that a scenario wants, since an id decides where a thread counts in a striped set. */
public final class ThreadId {

  /** A multiple of any sensible number of stripes, and above all ids that the JVM has given. */
  public static final long BASE = 1 << 24;

  private static final Field TID;

  static {
    try {
      TID = Thread.class.getDeclaredField("tid");
      TID.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ThreadId() {}

  /** A field, and no overridden {@code getId()}, which would change the code that is measured. */
  public static void assume(long id) {
    try {
      TID.setLong(Thread.currentThread(), id);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
