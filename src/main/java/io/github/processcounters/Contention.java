package io.github.processcounters;

/**
 * Notices threads that count side by side in words of one array, the same word or another one in its cache line.
 *
 * <p>One update in 64, picked by the value that it found, checks which thread made the last check. If that was another
 * thread, and the checking thread had also changed a short time before, both are at work now.
 */
final class Contention {

  /** Who made the last check, and when: in the last words before those that are counted in. */
  private static final int WHO = Words.PADDING - 2;
  private static final int WHEN = Words.PADDING - 1;

  private static final long NOT_LONG_NANOS = 10_000;

  /** Of Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4), for updates that are all multiples of 64, say. */
  static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /** A right shift that leaves six bits: zero for one word in 64. */
  static final int SHIFT = 58;

  private Contention() {}

  static void begin(long[] words) {
    words[WHEN] = System.nanoTime() - NOT_LONG_NANOS;
  }

  /** Whether the thread that updated a word, and found this value, is to look. */
  static boolean isToLook(long word) {
    return word * MULTIPLIER >>> SHIFT == 0;
  }

  /** What two threads overwrite here makes it slower to notice. */
  static boolean isLikely(long[] words, int id) {
    if (words[WHO] == id) {
      return false;
    }
    words[WHO] = id;
    long before = words[WHEN];
    long now = System.nanoTime();
    words[WHEN] = now;
    return now - before < NOT_LONG_NANOS;
  }
}
