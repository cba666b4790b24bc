package io.github.processcounters;

/**
 * Tells whether updates come thick and fast (K6), from the first two words of an array. It is the virtual scheduling of
 * the Generic Cell Rate Algorithm (ITU-T I.371, annex A): each update may take its time, {@link #NANOS}, and an account
 * says how far the updates are ahead of that. They may be ahead by a burst. Every 64th update looks at the clock.
 */
final class Pace {

  /** The time of an update. K6 lets 100,000 a second go on for ever, and threads back to back do ten million and more. */
  static final long NANOS = 2_000;

  /** In updates: twice what K6 allows at once. At 50 to 100 ns each they take 0.2 ms. */
  static final long BURST = 2_048;

  private static final int STEP = 64;

  private Pace() {}

  static void begin(long[] words) {
    words[1] = System.nanoTime();
  }

  /** Counts an update. Any number of threads may do so at once: what they overwrite makes it slower to notice. */
  static boolean isThickAndFast(long[] words) {
    long count = Words.getAndAdd(words, 0, 1) + 1;
    if (count % STEP != 0) {
      return false;
    }
    long account = Words.getVolatile(words, 1); // before the clock: if another thread comes in between, this one sees less
    long now = System.nanoTime();
    long ahead = Math.max(0, account - now) + STEP * NANOS;
    words[1] = now + ahead;
    return ahead > BURST * NANOS;
  }
}
