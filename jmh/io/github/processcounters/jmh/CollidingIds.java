package io.github.processcounters.jmh;

/** {@link SharedAdd} at its worst: the ids of all threads lead to one place. */
public class CollidingIds extends SharedAdd {

  @Override
  long idOf(int thread) {
    return thread * ThreadId.COLLISION;
  }
}
