package io.github.processcounters;

/**
 * Notices threads that count side by side in words of one cache line. They slow each other down, but no compareAndSet
 * fails for it, unless they count the same counter.
 *
 * <p>One update in 64, drawn by its result, looks who looked last. If that was another thread, and the one before that
 * looked not long ago, both are at work now.
 */
final class FalseSharing {

  /** How many words this needs. */
  static final int WORDS = 2;

  private static final long NOT_LONG_NANOS = 10_000;

  private FalseSharing() {}

  /** Begins at this index. */
  static void begin(long[] words, int at) {
    words[at + 1] = System.nanoTime() - NOT_LONG_NANOS;
  }

  /** Before a thread updates a word; what two of them overwrite here makes it slower to notice. */
  static boolean isLikely(long[] words, int at, long word, Thread current) {
    return (word & 63) == 0 && isLikely(words, at, current.getId());
  }

  private static boolean isLikely(long[] words, int at, long id) {
    if (words[at] == id) {
      return false;
    }
    words[at] = id;
    long before = words[at + 1];
    long now = System.nanoTime();
    words[at + 1] = now;
    return now - before < NOT_LONG_NANOS;
  }
}
