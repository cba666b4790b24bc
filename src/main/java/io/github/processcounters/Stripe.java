package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A part of a striped set in two halves: one to which only the stripe's owner adds, without atomics, and one to which
 * all other threads add. In each half a counter has a word for its ups and one for its downs; these words are made when
 * first needed.
 */
final class Stripe {

  private static final VarHandle OWNER;
  private static final VarHandle SIBLING;
  private static final VarHandle SHARED_UPS;
  private static final VarHandle SHARED_DOWNS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OWNER = lookup.findVarHandle(Stripe.class, "owner", Thread.class);
      SIBLING = lookup.findVarHandle(Stripe.class, "sibling", Stripe.class);
      SHARED_UPS = lookup.findVarHandle(Stripe.class, "sharedUps", long[].class);
      SHARED_DOWNS = lookup.findVarHandle(Stripe.class, "sharedDowns", long[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Stripes stripes;

  private volatile Thread owner;

  /** The next stripe in the same place, for the next thread whose id leads there. */
  private volatile Stripe sibling;

  /** The owner's own, and through {@code owner} the next one's. */
  private long[] ownedUps;

  private long[] ownedDowns;

  private volatile long[] sharedUps;
  private volatile long[] sharedDowns;

  Stripe(Stripes stripes) {
    this.stripes = stripes;
  }

  Stripe sibling() {
    return sibling;
  }

  /** Makes a stripe the sibling, unless there is one. */
  void setSibling(Stripe made) {
    SIBLING.compareAndSet(this, null, made);
  }

  boolean isOwnedBy(Thread thread) {
    return owner == thread;
  }

  /** The stripe after this one, in the same place, that the thread owns, if any. */
  Stripe siblingOwnedBy(Thread thread) {
    Stripe stripe = sibling;
    while (stripe != null && !stripe.isOwnedBy(thread)) {
      stripe = stripe.sibling;
    }
    return stripe;
  }

  /** Makes the thread the owner, unless another live thread is. */
  boolean claim(Thread thread) {
    Thread owner = this.owner;
    return (owner == null || !owner.isAlive()) && OWNER.compareAndSet(this, owner, thread);
  }

  /** The fence is the owner's last one: when it reads later, the stripe does not tell that it has written here. */
  void release() {
    VarHandle.fullFence();
    OWNER.setRelease(this, null);
  }

  void addOwned(int counter, long delta) {
    long[] words = delta >= 0 ? ownedUps : ownedDowns;
    Words.addRelease(words != null ? words : makeOwned(delta), Words.PADDING + counter, delta);
  }

  private long[] makeOwned(long delta) {
    long[] made = stripes.newWords();
    stripes.list(made, delta);
    if (delta >= 0) {
      ownedUps = made;
    } else {
      ownedDowns = made;
    }
    return made;
  }

  void addShared(int counter, long delta) {
    long[] words = delta >= 0 ? sharedUps : sharedDowns;
    Words.getAndAdd(words != null ? words : makeShared(delta), Words.PADDING + counter, delta);
  }

  /** Looks again before it lists words: if two threads do so at once, those of one stay zero and listed for ever. */
  private long[] makeShared(long delta) {
    VarHandle shared = delta >= 0 ? SHARED_UPS : SHARED_DOWNS;
    long[] made = stripes.newWords();
    long[] earlier = (long[]) shared.getVolatile(this);
    if (earlier == null) {
      stripes.list(made, delta);
      earlier = (long[]) shared.compareAndExchange(this, null, made);
    }
    return earlier != null ? earlier : made;
  }
}
