package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * All stripes of a set, in a list that reads walk, and a table of places in which a thread finds one by its id: its
 * own, if it is attached, else one whose shared half it uses. A stripe is never removed from the list, so what was
 * counted in it stays counted; when its owner has left, it waits for the next.
 *
 * <p>The table is only a shortcut. Several places may lead to one stripe, and whose it is, the stripe says. So ids that
 * collide, or are not unique, or change, cost speed and nothing else.
 */
final class Stripes {

  private static final VarHandle NEWEST;
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Stripe[].class);

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(Stripes.class, "newest", Stripe.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Places at first, and the most stripes to be owned: several a CPU, so that threads that run at once seldom meet. */
  private static final int STRIPES = ceilingPowerOfTwo(4 * Runtime.getRuntime().availableProcessors());

  /** Places are cheap beside stripes; with so many, attached threads of arbitrary ids seldom meet. */
  private static final int MAX_PLACES = 16 * STRIPES;

  private final int size;

  private volatile Stripe newest;

  /** A power of two of them. Grows under the lock, when two attached threads meet in one place. */
  private volatile Stripe[] places = new Stripe[STRIPES];

  Stripes(int size) {
    this.size = size;
  }

  void add(Thread current, int counter, long delta) {
    long id = current.getId();
    Stripe[] places = this.places;
    Stripe stripe = places[place(id, places)];
    if (stripe == null) {
      stripe = fill(id, places);
    }
    if (stripe.isOwnedBy(current)) {
      stripe.addOwned(counter, delta);
    } else {
      stripe.addShared(counter, delta, size);
    }
  }

  long ups(int counter) {
    long sum = 0;
    for (Stripe stripe = newest; stripe != null; stripe = stripe.next) {
      sum += stripe.ups(counter);
    }
    return sum;
  }

  long downs(int counter) {
    long sum = 0;
    for (Stripe stripe = newest; stripe != null; stripe = stripe.next) {
      sum += stripe.downs(counter);
    }
    return sum;
  }

  void addUpsTo(long[] sums) {
    for (Stripe stripe = newest; stripe != null; stripe = stripe.next) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += stripe.ups(i);
      }
    }
  }

  void addDownsTo(long[] sums) {
    for (Stripe stripe = newest; stripe != null; stripe = stripe.next) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += stripe.downs(i);
      }
    }
  }

  /** To be called before a read: the thread's own adds must not be in its store buffer when it reads those of others. */
  void fenceIfOwner(Thread thread) {
    if (ownedBy(thread) != null) {
      VarHandle.fullFence();
    }
  }

  /**
   * Gives the thread a stripe of its own, unless its place is taken or too many stripes are.
   *
   * @return false if it had one before
   */
  synchronized boolean attach(Thread thread, long id) {
    if (ownedBy(thread) != null) {
      return false;
    }
    while (isTaken(place(id, places)) && places.length < MAX_PLACES) {
      grow();
    }
    int place = place(id, places);
    if (!isTaken(place)) {
      Stripe stripe = free(places[place]);
      if (stripe != null) {
        stripe.claim(thread, id, size);
        PLACE.setRelease(places, place, stripe);
      }
    }
    return true;
  }

  synchronized void detach(Thread thread) {
    Stripe stripe = ownedBy(thread);
    if (stripe != null) {
      VarHandle.fullFence(); // the last one: reads by this thread no longer find it in the stripe
      stripe.release();
    }
  }

  private Stripe ownedBy(Thread thread) {
    Stripe stripe = newest;
    while (stripe != null && !stripe.isOwnedBy(thread)) {
      stripe = stripe.next;
    }
    return stripe;
  }

  /** Whether an attached thread finds its stripe in this place. */
  private boolean isTaken(int place) {
    Stripe stripe = places[place];
    return stripe != null && !stripe.isFree() && place(stripe.ownerId(), places) == place;
  }

  /** A free stripe: the preferred one, else any, else a new one, else null. */
  private Stripe free(Stripe preferred) {
    if (preferred != null && preferred.isFree()) {
      return preferred;
    }
    int count = 0;
    for (Stripe stripe = newest; stripe != null; stripe = stripe.next) {
      if (stripe.isFree()) {
        return stripe;
      }
      count++;
    }
    return count < STRIPES ? make() : null;
  }

  /** Every thread still finds in its place the stripe that it found before. */
  private void grow() {
    Stripe[] grown = new Stripe[2 * places.length];
    for (int i = 0; i < grown.length; i++) {
      grown[i] = (Stripe) PLACE.getVolatile(places, i & (places.length - 1));
    }
    places = grown;
  }

  /** Leads the empty place of an unattached thread to a stripe, a new one only if the table was so large at first. */
  private Stripe fill(long id, Stripe[] places) {
    int first = (int) id & (STRIPES - 1);
    Stripe stripe = (Stripe) PLACE.getVolatile(places, first);
    if (stripe == null) {
      PLACE.compareAndSet(places, first, null, make());
      stripe = (Stripe) PLACE.getVolatile(places, first);
    }
    PLACE.compareAndSet(places, place(id, places), null, stripe);
    return stripe;
  }

  /** The stripe is in the list before any thread can find it in a place, so all that is ever added to it counts. */
  private Stripe make() {
    Stripe stripe = new Stripe();
    do {
      stripe.next = newest;
    } while (!NEWEST.compareAndSet(this, stripe.next, stripe));
    return stripe;
  }

  private static int place(long id, Stripe[] places) {
    return (int) id & (places.length - 1);
  }

  private static int ceilingPowerOfTwo(int n) {
    return 1 << -Integer.numberOfLeadingZeros(n - 1);
  }
}
