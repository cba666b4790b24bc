package io.github.processcounters;

/**
 * Notices threads that count side by side in words of one array, the same word or another one in its cache line.
 *
 * <p>One update in 64, picked by the value that it found, checks which thread made the last check. If that was another
 * thread, and the checking thread had also changed a short time before, both are at work now.
 */
final class Contention {

  /** How many words this needs, before the first one that is counted in. */
  static final int WORDS = 2;

  private static final long NOT_LONG_NANOS = 10_000;

  /** Of Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4), for updates that are all multiples of 64, say. */
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private Contention() {}

  /** Begins before the first word. */
  static void begin(long[] words, int first) {
    words[first - 1] = System.nanoTime() - NOT_LONG_NANOS;
  }

  /** Whether the thread that updated a word, and found this value, is to look. */
  static boolean isToLook(long word) {
    return word * MULTIPLIER >>> 58 == 0;
  }

  /** What two threads overwrite here makes it slower to notice. */
  static boolean isLikely(long[] words, int first, int id) {
    if (words[first - 2] == id) {
      return false;
    }
    words[first - 2] = id;
    long before = words[first - 1];
    long now = System.nanoTime();
    words[first - 1] = now;
    return now - before < NOT_LONG_NANOS;
  }
}
