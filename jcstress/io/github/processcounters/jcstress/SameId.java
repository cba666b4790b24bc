package io.github.processcounters.jcstress;

import java.lang.reflect.Field;

/**
 * Gives both actors one thread id, so that they meet in one place of the stripe table: the ids of jcstress's threads
 * are neighbours, and would never meet.
 */
final class SameId {

  /** Its first and its second place differ, in a table of 4 places and in any larger one. */
  private static final long ID = 3;

  private static final Field TID;

  static {
    try {
      TID = Thread.class.getDeclaredField("tid");
      TID.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private SameId() {}

  @SuppressWarnings("deprecation") // the name on Java 17
  static void assume() {
    Thread current = Thread.currentThread();
    if (current.getId() != ID) {
      try {
        TID.setLong(current, ID);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
