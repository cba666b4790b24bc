package io.github.processcounters.jmh;

import java.lang.reflect.Field;

/**
 * Gives a thread the id that a scenario wants. In a striped set an id decides where a thread looks for its words, and
 * the JVM gives its own threads ids in between: left to chance, ids would collide in one fork and not in the next.
 */
final class ThreadId {

  /** A multiple of any number of places that a set may have, and above all ids that the JVM has given. */
  private static final long BASE = 1 << 24;

  /** Ids that are so far from each other lead to one place. */
  static final long COLLISION = 1 << 12;

  private ThreadId() {}

  /** A field, and no overridden {@code getId()}, which would change the code that is measured. */
  static void assume(long id) {
    try {
      Field tid = Thread.class.getDeclaredField("tid");
      tid.setAccessible(true);
      tid.setLong(Thread.currentThread(), BASE + id);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
