package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The stripes of a set, each made on first use, in places where a thread finds one by its id; and their words, for
 * reads. A thread that attaches claims the first stripe in its place that no other live thread owns, or adds one, up to
 * a limit. Threads that have none share the first in their place. A stripe is never removed, so what was counted in it
 * stays counted; when its owner has left, it waits for the next.
 *
 * <p>An id only says where to look; whose a stripe is, it says itself. So ids that collide, or are not unique, or
 * change, cost speed and nothing else.
 */
final class Stripes {

  private static final VarHandle ALL;
  private static final VarHandle UPS;
  private static final VarHandle DOWNS;
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Stripe[].class);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ALL = lookup.findVarHandle(Stripes.class, "all", Stripe[].class);
      UPS = lookup.findVarHandle(Stripes.class, "ups", long[][].class);
      DOWNS = lookup.findVarHandle(Stripes.class, "downs", long[][].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A place a CPU, as no more threads run at once; a power of two. A few more on small machines, to meet less. */
  private static final int PLACES = Math.max(8, ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors()));

  /** To look through so many stripes takes less time than an atomic add. */
  private static final int STRIPES_IN_A_PLACE = 4;

  private static final Stripe[] NO_STRIPES = {};
  private static final long[][] NO_WORDS = {};

  private final int size;
  final Stripe[] places = new Stripe[PLACES];

  /** What follows only grows, by a new array. */
  private volatile Stripe[] all = NO_STRIPES;
  private volatile long[][] ups = NO_WORDS;
  private volatile long[][] downs = NO_WORDS;

  Stripes(int size) {
    this.size = size;
  }

  /** Adds in the thread's own stripe, or else in the shared half of the first in its place; false if there is none. */
  static boolean add(Stripe[] places, Thread current, int counter, long delta) {
    Stripe first = (Stripe) PLACE.getAcquire(places, placeOf(current));
    if (first == null) {
      return false;
    }
    Stripe own = first.isOwnedBy(current) ? first : first.siblingOwnedBy(current);
    if (own != null) {
      own.addOwned(counter, delta);
    } else {
      first.addShared(counter, delta);
    }
    return true;
  }

  /** The first stripe in the thread's place. */
  Stripe first(Thread thread) {
    return at(placeOf(thread));
  }

  long ups(int counter) {
    return sum(ups, counter);
  }

  /** Asks first whether there are any, so that the compiler leaves the loop out where there are none. */
  long downs(int counter) {
    long[][] downs = this.downs;
    return downs.length == 0 ? 0 : sum(downs, counter);
  }

  private static long sum(long[][] list, int counter) {
    long sum = 0;
    for (long[] words : list) {
      sum += Words.getVolatile(words, Words.PADDING + counter);
    }
    return sum;
  }

  /** Before a read: the thread's own adds must have left its store buffer when it reads those of others. */
  void fenceIfOwner(Thread thread) {
    if (ownedBy(thread) != null) {
      VarHandle.fullFence();
    }
  }

  /**
   * Gives the thread a stripe of its own, unless other threads have all that its place may hold.
   *
   * @return false if it had one before
   */
  boolean attach(Thread thread) {
    int place = placeOf(thread);
    if (ownedBy(thread) != null) {
      return false;
    }
    Stripe stripe = at(place);
    for (int i = 1; !stripe.claim(thread) && i < STRIPES_IN_A_PLACE; i++) {
      stripe = after(stripe);
    }
    return true;
  }

  void detach(Thread thread) {
    Stripe stripe = ownedBy(thread);
    if (stripe != null) {
      stripe.release();
    }
  }

  private Stripe ownedBy(Thread thread) {
    for (Stripe stripe : all) {
      if (stripe.isOwnedBy(thread)) {
        return stripe;
      }
    }
    return null;
  }

  private Stripe at(int place) {
    Stripe stripe = (Stripe) PLACE.getVolatile(places, place);
    if (stripe == null) {
      Stripe made = make();
      stripe = (Stripe) PLACE.compareAndExchange(places, place, null, made);
      return stripe != null ? stripe : made;
    }
    return stripe;
  }

  private Stripe after(Stripe stripe) {
    if (stripe.sibling() == null) {
      stripe.setSibling(make());
    }
    return stripe.sibling();
  }

  /** Lists a stripe before any thread can find it, and own it; one that comes too late stays empty. */
  private Stripe make() {
    Stripe made = new Stripe(this);
    append(ALL, made);
    return made;
  }

  long[] newWords() {
    return Words.padded(size);
  }

  /** Shows words for such a delta to reads; to be called before anything is added to them. */
  void list(long[] words, long delta) {
    append(delta >= 0 ? UPS : DOWNS, words);
  }

  private <T> void append(VarHandle list, T element) {
    T[] before;
    T[] after;
    do {
      before = (T[]) list.getVolatile(this);
      after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = element;
    } while (!list.compareAndSet(this, before, after));
  }

  private static int placeOf(Thread thread) {
    return (int) thread.getId() & (PLACES - 1);
  }

  private static int ceilingPowerOfTwo(int n) {
    return 1 << -Integer.numberOfLeadingZeros(n - 1);
  }
}
