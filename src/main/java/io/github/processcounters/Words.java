package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The memory orders in which counters' words are read and written. */
final class Words {

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  /**
   * On AArch64, C2 compiles a release write to a full barrier and a plain store, and a volatile write, which is more, to one
   * {@code stlr}. On x86 it is the other way round: a plain store, and an {@code xchg}.
   */
  private static final boolean VOLATILE_IS_FASTER = "aarch64".equals(System.getProperty("os.arch"));

  private Words() {}

  /** Adds to a word that no other thread writes: a release write, or more. */
  static void addRelease(long[] words, int index, long delta) {
    if (VOLATILE_IS_FASTER) {
      WORD.setVolatile(words, index, words[index] + delta);
    } else {
      WORD.setRelease(words, index, words[index] + delta);
    }
  }

  /** Adds to a word that any thread may write. */
  static long getAndAdd(long[] words, int index, long delta) {
    return (long) WORD.getAndAdd(words, index, delta);
  }

  static long getVolatile(long[] words, int index) {
    return (long) WORD.getVolatile(words, index);
  }
}
