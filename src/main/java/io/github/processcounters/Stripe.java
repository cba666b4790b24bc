package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A part of a striped set in two halves: one to which only the stripe's owner adds, without atomics, and one to which
 * all other threads add. In each half a counter has two words, one for its ups and one for its downs. A half is made on
 * first use, and lies apart from everything else in memory.
 */
final class Stripe {

  /** In words, on either side of a half: 128 bytes, because processors fetch cache lines of 64 bytes in pairs. */
  private static final int PADDING = 16;

  private static final VarHandle OWNER;
  private static final VarHandle OWNED;
  private static final VarHandle SHARED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(Stripe.class, "owner", Thread.class);
      OWNED = lookup.findVarHandle(Stripe.class, "owned", long[].class);
      SHARED = lookup.findVarHandle(Stripe.class, "shared", long[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int size;

  /** The stripe made before this one; set once, before this one is published. */
  Stripe next;

  private volatile Thread owner;
  private volatile long[] owned;
  private volatile long[] shared;

  Stripe(int size) {
    this.size = size;
  }

  boolean isOwnedBy(Thread thread) {
    return owner == thread;
  }

  /** Makes the thread the owner, unless another live thread is. */
  boolean claim(Thread thread) {
    Thread owner = this.owner;
    if (owner != null && owner.isAlive()) {
      return false;
    }
    if (owned == null) {
      OWNED.compareAndSet(this, null, newHalf());
    }
    return OWNER.compareAndSet(this, owner, thread);
  }

  void release() {
    owner = null;
  }

  void addOwned(int counter, long delta) {
    long[] owned = this.owned;
    Words.addRelease(owned, word(owned, counter, delta), delta);
  }

  void addShared(int counter, long delta) {
    long[] shared = this.shared;
    if (shared == null) {
      SHARED.compareAndSet(this, null, newHalf());
      shared = this.shared;
    }
    Words.getAndAdd(shared, word(shared, counter, delta), delta);
  }

  long ups(int counter) {
    return up(owned, counter) + up(shared, counter);
  }

  long downs(int counter) {
    return down(owned, counter) + down(shared, counter);
  }

  private long[] newHalf() {
    return new long[2 * (PADDING + size)];
  }

  private static long up(long[] half, int counter) {
    return half == null ? 0 : Words.getVolatile(half, PADDING + counter);
  }

  private static long down(long[] half, int counter) {
    return half == null ? 0 : Words.getVolatile(half, half.length / 2 + counter);
  }

  private static int word(long[] half, int counter, long delta) {
    return (delta >= 0 ? PADDING : half.length / 2) + counter;
  }
}
