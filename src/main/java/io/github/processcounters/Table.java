package io.github.processcounters;

import java.util.Arrays;

/**
 * The stripes of a set, in an array: at their places, where threads look for them, and behind the places once more in a
 * row, for who goes through all. A table is never changed once it is published. A copy with one stripe more takes its
 * place, and a stripe keeps its place for good.
 *
 * <p>A thread looks for its stripe at four places, which the last digits of its id give, so that threads whose ids follow
 * each other look at different ones. If live owners have all four, the table grows from {@link #LEAST} places to {@link
 * #MOST}. In a table of that size a thread looks at four more, by a hash of its id. Half of all places, two of the first
 * four, are only for threads that attach: so those that come to own a stripe by counting leave them half of the table.
 */
final class Table {

  static final int LEAST = 16;

  /** Two a CPU (rounded up to a power of two), as a thread that waits for one keeps its stripe. */
  static final int MOST = Math.max(LEAST, 2 * ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors()));

  /** What a set begins with that is striped without an owner. */
  static final Stripe[] EMPTY = new Stripe[LEAST];

  private static final int FOUR = 4;

  /** The bit of a place that is only for threads that attach. */
  private static final int ATTACHED_ONLY = 8;

  /** Of Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4). */
  private static final int MULTIPLIER = 0x9E3779B9;

  /**
   * From one far place to the next. Found by trial: while half of the places are free, no thread goes without a stripe if
   * ids follow each other, and at most one in 30 if they are random or in strides of 2 to 128, in tables of 16 to 512.
   */
  private static final int STEP = 53;

  private Table() {}

  /** How many places there are; the row begins behind them. */
  static int places(Stripe[] table) {
    return table.length <= 2 * LEAST ? LEAST : MOST;
  }

  /** The first place at which a thread looks. */
  static int first(int id) {
    return id & ATTACHED_ONLY - 1;
  }

  private static int looks(Stripe[] table) {
    return places(table) == MOST ? 2 * FOUR : FOUR;
  }

  private static int place(Stripe[] table, int id, int look) {
    if (look < FOUR) {
      return first(id) ^ look * FOUR;
    }
    int hash = id * MULTIPLIER >>> Integer.numberOfLeadingZeros(places(table)) + 1;
    return hash + (look - FOUR) * STEP & places(table) - 1;
  }

  /** The stripe of a thread, if it has one where it looks, or null. */
  static Stripe find(Stripe[] table, Thread thread, int id) {
    for (int look = 0; look < looks(table); look++) {
      Stripe stripe = table[place(table, id, look)];
      if (stripe != null && stripe.owner() == thread) {
        return stripe;
      }
    }
    return null;
  }

  /** The stripe of a thread wherever it is, as its id may have changed; or null. */
  static Stripe ownedBy(Stripe[] table, Thread thread) {
    for (int i = places(table); i < table.length; i++) {
      if (table[i].owner() == thread) {
        return table[i];
      }
    }
    return null;
  }

  /** Makes a thread the owner of a free stripe where it looks, if there is one. */
  static boolean claim(Stripe[] table, Thread thread, int id, boolean attaches) {
    for (int look = 0; look < looks(table); look++) {
      int place = place(table, id, look);
      if (isOpen(place, attaches) && table[place] != null && table[place].claim(thread, attaches)) {
        return true;
      }
    }
    return false;
  }

  /** A place without a stripe where a thread looks, or -1. */
  static int room(Stripe[] table, int id, boolean attaches) {
    for (int look = 0; look < looks(table); look++) {
      int place = place(table, id, look);
      if (isOpen(place, attaches) && table[place] == null) {
        return place;
      }
    }
    return -1;
  }

  /** Takes from a thread all that it owns: two stripes, if its id has changed. */
  static void leave(Stripe[] table, Thread thread) {
    for (int i = places(table); i < table.length; i++) {
      if (table[i].owner() == thread) {
        table[i].release();
      }
    }
  }

  private static boolean isOpen(int place, boolean attaches) {
    return attaches || (place & ATTACHED_ONLY) == 0;
  }

  static boolean mayGrow(Stripe[] table) {
    return places(table) < MOST;
  }

  static Stripe[] grown(Stripe[] table) {
    Stripe[] grown = Arrays.copyOf(table, MOST + table.length - LEAST);
    Arrays.fill(grown, LEAST, table.length, null);
    System.arraycopy(table, LEAST, grown, MOST, table.length - LEAST);
    return grown;
  }

  static Stripe[] with(Stripe[] table, int place, Stripe stripe) {
    Stripe[] copy = Arrays.copyOf(table, table.length + 1);
    copy[place] = stripe;
    copy[table.length] = stripe;
    return copy;
  }

  private static int ceilingPowerOfTwo(int n) {
    return 1 << -Integer.numberOfLeadingZeros(n - 1);
  }
}
