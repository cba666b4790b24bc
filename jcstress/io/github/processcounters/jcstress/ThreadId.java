package io.github.processcounters.jcstress;

import java.lang.reflect.Field;

/**
 * Gives a thread the id that a test wants. An id decides on the thread's places in the stripe table, and the ids of
 * jcstress's threads are neighbours: they would never meet in one place.
 */
final class ThreadId {

  /** For both actors, so that they meet. */
  static final long SAME = 3;

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

  @SuppressWarnings("deprecation") // the name on Java 17
  static void assume(long id) {
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
