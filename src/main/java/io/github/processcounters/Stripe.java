package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * A place in the table of a striped set: words that its owner adds to, plainly, and, after a flood, words that its guests
 * add to, atomically. It is never removed, so what was counted here stays counted; a stripe that its owner left waits for
 * the next one.
 */
final class Stripe {

  /**
   * A cache line before the words and one behind them. What is counted in lies at least two lines from that of any other
   * stripe, as processors fetch lines in pairs.
   */
  static final int PADDING = 8;

  private static final VarHandle OWNER;
  private static final VarHandle GUESTS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(Stripe.class, "owner", Thread.class);
      GUESTS = lookup.findVarHandle(Stripe.class, "guests", long[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] ups;

  /** Null until an owner counts down here. */
  private volatile long[] downs;

  /** Null until there is a flood of guests. */
  private volatile long[] guests;

  /** Null until an owner adds a whole event. */
  private volatile Events events;

  private volatile Thread owner;

  /** Whether the owner has attached; else it got this by counting. Read and written by the owner alone. */
  private boolean isAttached;

  Stripe(int size, Thread owner, boolean isAttached) {
    this.ups = new long[PADDING + size + PADDING];
    this.owner = owner;
    this.isAttached = isAttached;
  }

  Thread owner() {
    return owner;
  }

  /** Whether the calling thread is the owner. Opaque, as a thread that finds itself here has seen before that it came here. */
  boolean isOwner(Thread current) {
    return OWNER.getOpaque(this) == current;
  }

  /** Adds for the calling thread, if that is the owner, and there are words for it: see {@link #makeDowns}. */
  boolean addIfOwner(Thread current, int counter, long delta) {
    if (!isOwner(current)) {
      return false;
    }
    long[] words = delta >= 0 ? ups : downs;
    if (words == null) {
      return false;
    }
    Objects.checkIndex(counter, words.length - 2 * PADDING);
    Words.addRelease(words, PADDING + counter, delta);
    return true;
  }

  long[] ups() {
    return ups;
  }

  long[] downs() {
    return downs;
  }

  private int size() {
    return ups.length - 2 * PADDING;
  }

  /** By the owner. */
  void makeDowns() {
    if (downs == null) {
      downs = new long[ups.length];
    }
  }

  /** By the owner. */
  void addAtomically(long[] deltas) {
    if (events == null) {
      events = new Events(size());
    }
    events.answer();
    events.add(deltas);
  }

  /** Makes the thread the owner, unless another live thread is. */
  boolean claim(Thread thread, boolean attaches) {
    Thread owner = this.owner;
    boolean claimed = (owner == null || !owner.isAlive()) && OWNER.compareAndSet(this, owner, thread);
    if (claimed) {
      isAttached = attaches;
    }
    return claimed;
  }

  /** Notes that the owner attaches; returns whether it had not. */
  boolean attachOwner() {
    boolean had = isAttached;
    isAttached = true;
    return !had;
  }

  /** By the owner. The fence is its last one: when it reads later, the stripe does not tell that it has written here. */
  void release() {
    VarHandle.fullFence();
    OWNER.setRelease(this, null);
  }

  /** Before a read: the reader's own adds must have left its store buffer; and an owner that died is let go. */
  void prepareToRead(Thread reader) {
    Thread owner = this.owner;
    if (owner == reader) {
      VarHandle.fullFence();
    } else if (owner != null && !owner.isAlive()) {
      OWNER.compareAndSet(this, owner, null);
    }
  }

  long[] guests() {
    return guests;
  }

  void makeGuests(int id) {
    if (guests == null) {
      GUESTS.compareAndSet(this, null, SharedWords.makeForFlood(size(), id));
    }
  }

  long ups(int counter) {
    return Words.getVolatile(ups, PADDING + counter) + SharedWords.ups(guests, counter) + Events.sum(events, counter);
  }

  void addUps(long[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += Words.getVolatile(ups, PADDING + i);
    }
    SharedWords.addUps(sums, guests);
    Events.addTo(sums, events);
  }

  long downs(int counter) {
    long[] downs = this.downs;
    return (downs == null ? 0 : Words.getVolatile(downs, PADDING + counter)) + SharedWords.downs(guests, counter);
  }
}
