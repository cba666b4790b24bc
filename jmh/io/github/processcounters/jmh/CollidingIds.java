package io.github.processcounters.jmh;

/** {@link SharedAdd} at its worst: the ids of all threads lead to one place. */
public class CollidingIds extends SharedAdd {

  /** A multiple of any number of places that a set may have. */
  private static final long COLLISION = 1 << 12;

  @Override
  long idOf(int thread) {
    return thread * COLLISION;
  }
}
