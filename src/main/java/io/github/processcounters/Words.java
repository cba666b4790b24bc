package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The memory orders in which counters' words are read and written. */
final class Words {

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
