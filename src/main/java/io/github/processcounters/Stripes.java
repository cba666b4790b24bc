package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The stripes of a set, each made on first use: in a list that reads walk, and in places where a thread finds one by
 * its id. A thread that attaches claims the stripe in its first place or, if another thread has that, in its second. A
 * stripe is never removed, so what was counted in it stays counted; when its owner has left, it waits for the next.
 *
 * <p>An id only says where to look; whose a stripe is, it says itself. So ids that collide, or are not unique, or
 * change, cost speed and nothing else.
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

  /** Several places a CPU, so that threads that run at once seldom meet; a power of two. */
  private static final int PLACES = ceilingPowerOfTwo(4 * Runtime.getRuntime().availableProcessors());

  private final int size;
  final Stripe[] places = new Stripe[PLACES];
  private volatile Stripe newest;

  Stripes(int size) {
    this.size = size;
  }

  /** Adds in the thread's own stripe, or else in the shared half of its first, and fails only if there is none yet. */
  static boolean add(Stripe[] places, Thread current, int counter, long delta) {
    long id = current.getId();
    Stripe first = (Stripe) PLACE.getAcquire(places, first(id)); // its adds are read by who finds it in the list
    if (first == null) {
      return false;
    }
    if (first.isOwnedBy(current)) {
      first.addOwned(counter, delta);
      return true;
    }
    Stripe second = places[second(id)];
    if (second != null && second.isOwnedBy(current)) {
      second.addOwned(counter, delta);
    } else {
      first.addShared(counter, delta);
    }
    return true;
  }

  /** The stripe in the thread's first place. */
  Stripe first(Thread thread) {
    return at(first(thread.getId()));
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

  /** Before a read: the thread's own adds must have left its store buffer when it reads those of others. */
  void fenceIfOwner(Thread thread) {
    if (ownedBy(thread) != null) {
      VarHandle.fullFence();
    }
  }

  /**
   * Gives the thread a stripe of its own, unless other threads have those in both its places.
   *
   * @return false if it had one before
   */
  boolean attach(Thread thread) {
    long id = thread.getId();
    if (ownedBy(thread) != null) {
      return false;
    }
    if (!at(first(id)).claim(thread)) {
      at(second(id)).claim(thread);
    }
    return true;
  }

  void detach(Thread thread) {
    Stripe stripe = ownedBy(thread);
    if (stripe != null) {
      VarHandle.fullFence(); // the last one: later reads by this thread do not find it in the stripe
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

  private Stripe at(int place) {
    Stripe stripe = (Stripe) PLACE.getVolatile(places, place);
    return stripe != null ? stripe : make(place);
  }

  /** Lists a stripe before any thread can find it, so that no add is missed; one that comes too late stays empty. */
  private Stripe make(int place) {
    Stripe made = new Stripe(size);
    do {
      made.next = newest;
    } while (!NEWEST.compareAndSet(this, made.next, made));
    Stripe earlier = (Stripe) PLACE.compareAndExchange(places, place, null, made);
    return earlier != null ? earlier : made;
  }

  private static int first(long id) {
    return (int) id & (PLACES - 1);
  }

  /** Another one, by Fibonacci hashing, so that of threads that meet in their first places few meet again. */
  private static int second(long id) {
    int difference = (int) (id * 0x9E3779B97F4A7C15L >>> 32) | 1;
    return (first(id) ^ difference) & (PLACES - 1);
  }

  private static int ceilingPowerOfTwo(int n) {
    return 1 << -Integer.numberOfLeadingZeros(n - 1);
  }
}
