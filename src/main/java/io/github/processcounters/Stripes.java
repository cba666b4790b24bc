package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a striped set counts in beside its local and remote words: a stripe for each attached thread, and shared stripes
 * for all others: one at first, and one more, up to a limit, when two threads meet there. All are made when they are
 * needed, and never removed, so what was counted there stays counted. A stripe that its thread left waits for the next
 * one.
 */
final class Stripes {

  /** A striped set that has none of all this yet; nothing is ever put here. */
  static final Stripes NONE = new Stripes(0);

  /** No stripe either, nobody's and not shared: see Hints. */
  static final Stripe CROWDED = NONE.new Stripe(null, 0, false, new long[0]);

  /** Of shared stripes: one a CPU, as no more threads run at once, and a few more on small machines, to meet less. */
  static final int MOST_SHARED = Math.max(8, ceilingPowerOfTwo(Runtime.getRuntime().availableProcessors()));

  /** Of stripes for attached threads: those that wait hold theirs, so there may be more of them than run at once. */
  static final int MOST = 2 * MOST_SHARED;

  private static final VarHandle STRIPES;
  private static final VarHandle WORDS;
  private static final VarHandle SHARED;
  private static final VarHandle OWNER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STRIPES = lookup.findVarHandle(Stripes.class, "stripes", Stripe[].class);
      WORDS = lookup.findVarHandle(Stripes.class, "words", long[][].class);
      SHARED = lookup.findVarHandle(Stripes.class, "shared", Stripe[].class);
      OWNER = lookup.findVarHandle(Stripe.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int size;

  /** Those of attached threads. Like what follows, it only grows, by a new array. */
  private volatile Stripe[] stripes = {};

  private volatile Stripe[] shared = {};

  /** The words of all of them, for reads. */
  private volatile long[][] words = {};

  /** Whether anybody has counted down in these words. */
  private volatile boolean hasDowns;

  Stripes(int size) {
    this.size = size;
  }

  /** Words to which one thread at a time adds, plainly; or any thread, atomically, if it is shared. */
  final class Stripe {

    private final long[] words;

    /** As outside: a load less. */
    private final int size = Stripes.this.size;

    private final boolean isShared;

    /** The owner's, or that of one before. Of a shared stripe: that of its host, who stays when another thread comes. */
    private int id;

    private volatile Thread owner;

    private Stripe(Thread owner, int id, boolean isShared, long[] words) {
      this.owner = owner;
      this.id = id;
      this.isShared = isShared;
      this.words = words;
    }

    Stripes stripes() {
      return Stripes.this;
    }

    Thread owner() {
      return owner;
    }

    boolean isShared() {
      return isShared;
    }

    int id() {
      return id;
    }

    /** Makes the thread the host, as nobody else is at work here. */
    void host(int id) {
      if (this.id != id) {
        this.id = id;
      }
    }

    /** Adds for the calling thread, if that is the owner. */
    boolean addIfOwner(Thread current, int counter, long delta) {
      Objects.checkIndex(counter, size); // padding would swallow a wrong one
      boolean owns = owner == current;
      if (owns) {
        add(counter, delta);
      }
      return owns;
    }

    /** Adds for the calling thread, which is the owner. */
    void add(int counter, long delta) {
      Words.addRelease(words, indexOf(counter, delta), delta);
    }

    long[] words() {
      return words;
    }

    int indexOf(int counter, long delta) {
      int index = Words.PADDING + counter;
      return delta >= 0 ? index : downAt(index);
    }

    /** Makes the thread the owner, unless another live thread is. */
    private boolean claim(Thread thread, int id) {
      Thread owner = this.owner;
      boolean claimed = (owner == null || !owner.isAlive()) && OWNER.compareAndSet(this, owner, thread);
      if (claimed) {
        this.id = id;
      }
      return claimed;
    }

    /** The fence is the owner's last one: when it reads later, the stripe does not tell that it has written here. */
    private void release() {
      VarHandle.fullFence();
      OWNER.setRelease(this, null);
    }
  }

  /** Gives a thread that has none a stripe: one that is free, or else a new one; null if there are too many. */
  Stripe attach(Thread thread, int id) {
    for (Stripe stripe : stripes) {
      if (stripe.id == id && stripe.claim(thread, id)) { // perhaps its own of before, to which hints still lead
        return stripe;
      }
    }
    for (Stripe stripe : stripes) {
      if (stripe.claim(thread, id)) {
        return stripe;
      }
    }
    if (stripes.length >= MOST) {
      return null;
    }
    Stripe made = new Stripe(thread, id, false, listedWords());
    append(STRIPES, made);
    return made;
  }

  /** Takes the thread's stripe from it, if it has one. */
  void detach(Thread thread) {
    Stripe stripe = ownedBy(thread);
    if (stripe != null) {
      stripe.release();
    }
  }

  /** The thread's stripe, or null. */
  Stripe ownedBy(Thread thread) {
    for (Stripe stripe : stripes) {
      if (stripe.owner == thread) {
        return stripe;
      }
    }
    return null;
  }

  /** A stripe to share with whoever is there, or a new one if there is none. */
  Stripe shared(int id) {
    Stripe[] shared = this.shared;
    return shared.length == 0 ? newShared(id) : shared[Math.floorMod(id, shared.length)];
  }

  /** One more shared stripe, for the thread of this id; at the limit any one, so that two that meet there part again. */
  Stripe moreShared(int id) {
    Stripe[] shared = this.shared;
    return shared.length < MOST_SHARED ? newShared(id) : shared[ThreadLocalRandom.current().nextInt(shared.length)];
  }

  private Stripe newShared(int id) {
    Stripe made = new Stripe(null, id, true, listedWords());
    // By compareAndSet: else, on ARM, the plain hint that follows could be seen before the words are listed.
    append(SHARED, made);
    return made;
  }

  /** Lists words before any thread can add to them. */
  private long[] listedWords() {
    long[] made = new long[Words.PADDING + 2 * size + Words.PADDING];
    Contention.begin(made);
    append(WORDS, made);
    return made;
  }

  /** Where the downs of a counter are whose ups are at this index, before one of them is counted. */
  private int downAt(int index) {
    if (!hasDowns) {
      hasDowns = true;
    }
    return index + size;
  }

  boolean hasDowns() {
    return hasDowns;
  }

  long ups(int counter) {
    return sum(Words.PADDING + counter);
  }

  long downs(int counter) {
    return hasDowns ? sum(Words.PADDING + size + counter) : 0;
  }

  private long sum(int index) {
    long sum = 0;
    for (long[] words : this.words) {
      sum += Words.getVolatile(words, index);
    }
    return sum;
  }

  /** Before a read: the thread's own adds must have left its store buffer; and who died attached is let go. */
  void prepareToRead(Thread reader) {
    for (Stripe stripe : stripes) {
      Thread owner = stripe.owner;
      if (owner == reader) {
        VarHandle.fullFence();
      } else if (owner != null && !owner.isAlive()) {
        OWNER.compareAndSet(stripe, owner, null);
      }
    }
  }

  @SuppressWarnings("unchecked") // each list is of its elements
  private <T> void append(VarHandle list, T element) {
    T[] before;
    T[] after;
    do {
      before = (T[]) list.getVolatile(this);
      after = Arrays.copyOf(before, before.length + 1);
      after[before.length] = element;
    } while (!list.compareAndSet(this, before, after));
  }

  private static int ceilingPowerOfTwo(int n) {
    return 1 << -Integer.numberOfLeadingZeros(n - 1);
  }
}
