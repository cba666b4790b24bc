package io.github.processcounters.support;

import java.lang.reflect.Field;

/**
 * Gives a thread the id that a stress test or a benchmark wants. In a striped set the id decides where a thread looks for
 * its stripe: ids that the JVM gives in a row would never meet, or would collide in one run and not in the next.
 */
public final class ThreadId {

  /** For threads that are to meet. */
  public static final long SAME = 3;

  /** For one that is to look for its stripe elsewhere than threads of the same id. */
  public static final long OTHER = 4;

  /** From here on, the JVM has given none yet. */
  public static final long UNUSED = 1 << 24;

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

  /** Sets the field, as a {@code getId()} of one's own would change the code that is measured. */
  @SuppressWarnings("deprecation") // the name on Java 17
  public static void assume(long id) {
    Thread current = Thread.currentThread();
    if (current.getId() != id) {
      try {
        TID.setLong(current, id);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
