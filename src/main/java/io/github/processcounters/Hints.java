package io.github.processcounters;

import io.github.processcounters.Stripes.Stripe;
import java.util.Arrays;

/**
 * A cache that leads a thread, by its id, to its own stripe or to a shared one. A hint may be stale, or lost when two
 * threads write at the same time. Only the stripe itself says which thread owns it. So ids that collide, are not unique,
 * or change cost speed and nothing else.
 *
 * <p>A thread first looks at one place, given by the lowest bits of its id. The mask is a constant, which saves a load. If
 * its own stripe or any shared stripe is there, it takes that. But that first place may be one for several attached
 * threads, or for the hosts of several shared stripes ({@link Stripes#CROWDED}). (A host stays in its shared stripe when
 * another thread comes as a guest.) Then a thread looks at a few more places, given by a hash of its id.
 */
final class Hints {

  /** Places at which threads look first. */
  private static final int FIRST = 8;

  /** {@code id & MASK} is where a thread looks first. If that is neither its own nor a shared stripe, see {@link #find}. */
  static final int MASK = FIRST - 1;

  /** To look at so many more takes less time than an atomic add. */
  private static final int MORE = 4;

  private static final int MOST = 2 * Stripes.MOST;

  /** Of Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4). */
  private static final int MULTIPLIER = 0x9E3779B9;

  private Hints() {}

  static Stripe[] none() {
    return new Stripe[FIRST];
  }

  /** The thread's stripe, or else one that others share, or null. */
  static Stripe find(Stripe[] hints, Thread thread, int id) {
    Stripe first = hints == null ? null : hints[id & MASK];
    return first == null || first.isShared() || first.owner() == thread ? first : findMore(hints, thread, id);
  }

  private static Stripe findMore(Stripe[] hints, Thread thread, int id) {
    Stripe others = null;
    for (int i = 0; i < MORE && hints.length > FIRST; i++) {
      Stripe stripe = hints[place(hints, id, i)];
      if (stripe != null && (stripe.owner() == thread || stripe.isShared() && stripe.id() == id)) {
        return stripe;
      }
      if (stripe != null && stripe.isShared()) {
        others = stripe;
      }
    }
    return others;
  }

  private static int place(Stripe[] hints, int id, int i) {
    int hash = Integer.reverse(id * MULTIPLIER); // its highest bits are the best
    return FIRST + ((hash ^ i) & (hints.length - FIRST - 1));
  }

  /** Leads the thread of this id to a stripe; if there is no room, in a larger array. */
  static Stripe[] with(Stripe[] hints, Stripe stripe, int id) {
    int first = id & MASK;
    Stripe other = hints[first];
    if (isFree(other, stripe, id) || other != Stripes.CROWDED && (other.id() & MASK) != first) {
      hints[first] = stripe;
      return hints;
    }
    if (other.isShared() && stripe.isShared()) {
      hints[first] = Stripes.CROWDED;
      return withMore(withMore(hints, other, other.id()), stripe, id);
    }
    if (other.isShared()) {
      hints[first] = stripe;
      return withMore(hints, other, other.id());
    }
    return withMore(hints, stripe, id);
  }

  private static Stripe[] withMore(Stripe[] hints, Stripe stripe, int id) {
    Stripe[] room = hints;
    while (!putMore(room, stripe, id) && room.length < FIRST + MOST) {
      Stripe[] larger = Arrays.copyOf(room, Math.max(2 * FIRST, 2 * room.length - FIRST));
      // Twice the same: what a thread finds here, it finds there.
      System.arraycopy(room, FIRST, larger, room.length, room.length - FIRST);
      room = larger;
    }
    return room;
  }

  private static boolean putMore(Stripe[] hints, Stripe stripe, int id) {
    for (int i = 0; i < MORE && hints.length > FIRST; i++) {
      int at = place(hints, id, i);
      if (isFree(hints[at], stripe, id) || !leadsTo(hints, at, hints[at].id())) {
        hints[at] = stripe;
        return true;
      }
    }
    return false;
  }

  /** Whether it leads nobody else, as it is this thread's of before, or the thread has left. */
  private static boolean isFree(Stripe other, Stripe stripe, int id) {
    return other == null || other == stripe
        || other != Stripes.CROWDED && (other.isShared() ? other.id() == id : other.owner() == null);
  }

  private static boolean leadsTo(Stripe[] hints, int at, int id) {
    return ((place(hints, id, 0) ^ at) & ~(MORE - 1)) == 0;
  }
}
