package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The memory orders in which counters' words are read and written, and what keeps other data off their cache lines. */
final class Words {

  /**
   * How many words lie before the first one that is counted in, and in a stripe also after the last one: a cache line. Of
   * two stripes side by side, what is counted in lies at least two lines apart, as processors fetch lines in pairs. Pace
   * and Contention have two words of it each.
   */
  static final int PADDING = 8;

  static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private Words() {}

  /** Adds to a word that no other thread writes. */
  static void addRelease(long[] words, int index, long delta) {
    WORD.setRelease(words, index, words[index] + delta);
  }

  /** Adds to a word that any thread may write. */
  static long getAndAdd(long[] words, int index, long delta) {
    return (long) WORD.getAndAdd(words, index, delta);
  }

  static long getVolatile(long[] words, int index) {
    return (long) WORD.getVolatile(words, index);
  }
}
