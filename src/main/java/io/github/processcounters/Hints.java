package io.github.processcounters;

import io.github.processcounters.Stripes.Stripe;
import java.util.Arrays;

/**
 * Where a thread finds its stripe by its id, or a shared one: a cache, in an array whose length is a power of two. A hint
 * may be stale, or lost when two threads write at once; whose a stripe is, it says itself. So ids that collide, or are not
 * unique, or change, cost speed and nothing else.
 */
final class Hints {

  /** To look at so many hints takes less time than an atomic add. */
  private static final int OF_A_THREAD = 4;

  private static final int LEAST = 8;

  private static final int MOST = 2 * Stripes.MOST;

  private Hints() {}

  static Stripe[] none() {
    return new Stripe[LEAST];
  }

  /** The thread's stripe, or a shared one, or null. The first look has a constant mask, as it takes a load less. */
  static Stripe find(Stripe[] hints, Thread thread, int id) {
    if (hints == null) {
      return null;
    }
    Stripe stripe = hints[id & (LEAST - 1)];
    return stripe == null || isFor(stripe, thread, id) ? stripe : findNext(hints, thread, id);
  }

  /** If no stripe is the thread's, it shares what others have been led to. */
  private static Stripe findNext(Stripe[] hints, Thread thread, int id) {
    Stripe others = null;
    for (int i = 0; i < OF_A_THREAD; i++) {
      Stripe stripe = hints[(id ^ i) & (hints.length - 1)];
      if (stripe == null) {
        return others;
      }
      if (isFor(stripe, thread, id)) {
        return stripe;
      }
      if (others == null && stripe.isShared()) {
        others = stripe;
      }
    }
    return others;
  }

  private static boolean isFor(Stripe stripe, Thread thread, int id) {
    return stripe.isOwnedBy(thread) || stripe.isShared() && stripe.id() == id;
  }

  /** Puts a hint where no other thread looks for its own; if there is no room, in a larger array. */
  static Stripe[] with(Stripe[] hints, Stripe stripe, int id) {
    Stripe[] room = hints;
    while (!put(room, stripe, id) && room.length < MOST) {
      // Twice the same: what a thread finds here, it finds there.
      Stripe[] twice = Arrays.copyOf(room, 2 * room.length);
      System.arraycopy(room, 0, twice, room.length, room.length);
      room = twice;
    }
    return room;
  }

  private static boolean put(Stripe[] hints, Stripe stripe, int id) {
    boolean done = putAt(hints, id & (LEAST - 1), stripe, id);
    for (int i = 0; i < OF_A_THREAD && !done; i++) {
      done = putAt(hints, (id ^ i) & (hints.length - 1), stripe, id);
    }
    return done;
  }

  private static boolean putAt(Stripe[] hints, int at, Stripe stripe, int id) {
    Stripe other = hints[at];
    boolean isFree = other == null || other == stripe || (other.isShared() ? other.id() == id : other.isOwnedBy(null))
        || !leadsTo(at, other.id(), hints.length);
    if (isFree && other != stripe) {
      hints[at] = stripe;
    }
    return isFree;
  }

  private static boolean leadsTo(int at, int id, int length) {
    return at == (id & (LEAST - 1)) || ((id ^ at) & (length - 1)) < OF_A_THREAD;
  }
}
