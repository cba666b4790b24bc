package io.github.processcounters;

/**
 * Words that any thread updates, by one atomic add: two a counter, its ups and its downs. They are an array, before whose
 * words stands an account of the updates, which tells a flood.
 *
 * <p>The account is the virtual scheduling of the Generic Cell Rate Algorithm (ITU-T I.371, annex A): each update is good
 * for {@link #UPDATE_NANOS}, and the account is the time up to which all that were made are good. A flood is a {@link
 * #BURST} ahead of the clock. One add in {@link #SAMPLE} books so many. The value that it found picks it, so that the
 * others write nothing else. Threads that book at once overwrite each other, and a flood is seen a little later.
 */
final class SharedWords {

  /** K6: a million updates a second go on for ever. Threads that count back to back make ten million and more. */
  static final long UPDATE_NANOS = 1_000;

  /** In updates: 2 ms of them. */
  static final long BURST = 2_048;

  /** One update in so many is booked, for all of them. */
  static final int SAMPLE = 64;

  /** Of Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4): picks evenly, whatever the deltas have in common. */
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /** Leaves six bits: zero for one word in 64. */
  private static final int SHIFT = 58;

  /** Where the account is, a time of {@link System#nanoTime()}; the thread that met the last flood; and the first word. */
  private static final int ACCOUNT = 0;
  private static final int LAST = 1;
  private static final int FIRST = 4;

  private SharedWords() {}

  /** For all who own nothing. Not padded at its end, as sets are many and most stay single. */
  static long[] make(int size) {
    long[] words = new long[FIRST + 2 * size];
    words[ACCOUNT] = System.nanoTime();
    return words;
  }

  /** For the guests of a stripe, with padding behind, as there is a flood of them, of which this thread is one. */
  static long[] makeForFlood(int size, int id) {
    long[] words = new long[FIRST + 2 * size + Stripe.PADDING];
    words[ACCOUNT] = System.nanoTime() + BURST * UPDATE_NANOS;
    words[LAST] = id;
    return words;
  }

  /** Returns whether this update is to be booked: then call {@link #isFlood}. */
  static boolean add(long[] words, int counter, long delta) {
    int index = indexOf(counter, delta);
    long found = Words.getAndAdd(words, index, delta);
    // With the index, so that an addAll does not pick all of its updates at once. Mixed twice, as a product alone is linear,
    // and picks some deltas in runs. No call, as there may be no stack for it.
    long hash = (found + ((long) index << 32)) * MULTIPLIER;
    return (hash ^ hash >>> 32) * MULTIPLIER >>> SHIFT == 0 && delta != 0;
  }

  private static int indexOf(int counter, long delta) {
    return FIRST + 2 * counter + (delta < 0 ? 1 : 0);
  }

  /** Books updates, and returns whether they are a flood. */
  static boolean isFlood(long[] words, int updates) {
    long account = Words.getVolatile(words, ACCOUNT); // before the clock: a thread that is held up in between books less
    long now = System.nanoTime();
    long ahead = Math.max(0, account - now) + updates * UPDATE_NANOS;
    words[ACCOUNT] = now + Math.min(ahead, (BURST + SAMPLE) * UPDATE_NANOS); // a flood that is over is soon paid for
    return ahead > BURST * UPDATE_NANOS;
  }

  /** Notes which thread met a flood here; returns whether it also met the last one. */
  static boolean isSameThread(long[] words, int id) {
    boolean same = words[LAST] == id;
    words[LAST] = id;
    return same;
  }

  /** If there are none (null), these are 0. */
  static long ups(long[] words, int counter) {
    return words == null ? 0 : Words.getVolatile(words, indexOf(counter, 1));
  }

  static void addUps(long[] sums, long[] words) {
    if (words != null) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += ups(words, i);
      }
    }
  }

  static long downs(long[] words, int counter) {
    return words == null ? 0 : Words.getVolatile(words, indexOf(counter, -1));
  }
}
