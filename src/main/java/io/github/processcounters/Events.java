package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * What is counted by whole events (K10), apart from what is counted by single adds: a sum adds up both. A set has one, for
 * its owner and for those who own nothing; a stripe has one for its owner. The first event makes it.
 *
 * <p><b>One writer.</b> The owner has two arrays, of which one has the sums: the even one if the version is even. An event
 * writes the sums plus its deltas to the other array, and then the next version. A reader copies the sums and looks at the
 * version again. If it is the same, nobody wrote to that array, as the writer does so only after the next version. This is
 * the Linux kernel's {@code seqcount_latch}, except that it writes each update twice, and this the sums once.
 * <ul>
 * <li>Assumes: one writer at a time, and a reader that is not held up for just 2<sup>32</sup> events.
 * <li>A reader holds up no writer, and a writer that is stopped in the middle of an event no reader.
 * <li>A reader that has met events twice asks: whoever makes the next event reads for it before. So it waits for as long
 *     as events come in between its own tries and those made for it.
 * </ul>
 *
 * <p><b>Many writers.</b> Who owns nothing replaces {@code shared}, an array that nobody changes. That is lock-free, and
 * makes garbage.
 */
final class Events {

  /** How often a reader tries by itself. */
  static final int TRIES = 2;

  private static final VarHandle VERSION;
  private static final VarHandle SHARED;
  private static final VarHandle ASKED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      VERSION = lookup.findVarHandle(Events.class, "version", int.class);
      SHARED = lookup.findVarHandle(Events.class, "shared", long[].class);
      ASKED = lookup.findVarHandle(Events.class, "asked", AtomicReference.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] even;
  private final long[] odd;
  private volatile int version;

  /** Null until there is an event by a thread that owns nothing. */
  private volatile long[] shared;

  /** Where a reader waits for an answer, or null. */
  private volatile AtomicReference<long[]> asked;

  Events(int size) {
    this.even = new long[size];
    this.odd = new long[size];
  }

  private long[] sums(int version) {
    return (version & 1) == 0 ? even : odd;
  }

  /** By the owner. Until the last line nothing has changed. */
  void add(long[] deltas) {
    int version = this.version;
    long[] sums = sums(version);
    long[] next = sums(version + 1);
    VarHandle.storeStoreFence(); // who reads what is written here also sees this version
    for (int i = 0; i < deltas.length; i++) {
      next[i] = sums[i] + deltas[i];
    }
    VERSION.setRelease(this, version + 1);
  }

  /** By a thread that owns nothing. */
  void addShared(long[] deltas) {
    long[] sums = new long[even.length];
    long[] found;
    do {
      found = shared;
      for (int i = 0; i < even.length; i++) {
        sums[i] = deltas[i] + (found == null ? 0 : found[i]);
      }
    } while (!SHARED.compareAndSet(this, found, sums));
  }

  /** If there are no events (null), this is 0. */
  static int version(Events events) {
    return events == null ? 0 : events.version;
  }

  static long[] shared(Events events) {
    return events == null ? null : events.shared;
  }

  /** What was counted in a counter until this version and this shared array were replaced: right if they are not. */
  static long sum(Events events, int version, long[] shared, int counter) {
    return events == null ? 0
        : Words.getVolatile(events.sums(version), counter) + (shared == null ? 0 : shared[counter]);
  }

  static long sum(Events events, int counter) {
    return events == null ? 0 : events.sum(counter);
  }

  private long sum(int counter) {
    for (int tries = 0; tries < TRIES; tries++) {
      int version = this.version;
      long sum = sum(this, version, shared, counter);
      if (this.version == version) {
        return sum;
      }
    }
    long[] sums = new long[even.length];
    addTo(sums);
    return sums[counter];
  }

  /** Adds what was counted to sums; each event wholly or not at all. */
  static void addTo(long[] sums, Events events) {
    if (events != null) {
      events.addTo(sums);
    }
  }

  private void addTo(long[] sums) {
    long[] copy = new long[even.length];
    if (!tryCopy(copy)) {
      read(copy, this::tryCopy);
    }
    long[] shared = this.shared;
    for (int i = 0; i < even.length; i++) {
      sums[i] += copy[i] + (shared == null ? 0 : shared[i]);
    }
  }

  private boolean tryCopy(long[] into) {
    int version = this.version;
    System.arraycopy(sums(version), 0, into, 0, into.length);
    VarHandle.acquireFence();
    return this.version == version;
  }

  /** Reads until that succeeds, or a writer has read instead. */
  void read(long[] into, Predicate<long[]> read) {
    AtomicReference<long[]> mine = new AtomicReference<>();
    for (int tries = 1; !read.test(into); tries++) {
      long[] answer = mine.get();
      if (answer != null) {
        System.arraycopy(answer, 0, into, 0, into.length);
        return;
      }
      if (tries >= TRIES) {
        ASKED.compareAndSet(this, null, mine);
      }
    }
  }

  /** What a reader has asked, or null. */
  AtomicReference<long[]> asked() {
    return asked;
  }

  /** By who has set an answer; or has failed to, and then the reader asks again. */
  void clear(AtomicReference<long[]> asked) {
    ASKED.compareAndSet(this, asked, null);
  }

  /** By the owner of a stripe: with its events. */
  void answer() {
    AtomicReference<long[]> asked = this.asked;
    if (asked != null) {
      try {
        asked.set(sums(version).clone());
        clear(asked);
      } catch (Throwable e) {
        // No memory, or no stack. Nobody is to fail for a reader's sake: it will be answered at another event.
      }
    }
  }
}
