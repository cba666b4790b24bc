package io.github.processcounters;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A set and what each worker has begun to add to it: opaque writes to a slot of the worker's own, which order nothing.
 * So all that makes a reader see in the ledger what it has counted is K5. The level has a journal as well, whose lock
 * does order; so only some of the sets keep it.
 */
final class WatchedSet {

  enum Counter {
    COUNT,
    LEVEL,
    ANY,
    /** Each event adds to these two the same. */
    ONE,
    OTHER
  }

  enum Use {
    /** Any thread does anything at any time. */
    SHARED,
    /** One thread after the other counts, as a baton goes round, and leaves; so it stays single. */
    HANDED_OVER,
    /** Threads count in what tryAttach() gives them, and not too often; so it stays single. */
    TRIED
  }

  /** In updates: so many at once, and one more every so many nanoseconds, do not stripe a set. */
  private static final int BURST = 900;
  private static final long NANOS = 20_000;

  final EnumCounters<Counter> named = new EnumCounters<>(Counter.class);
  final ProcessCounters counters = named.counters();
  final CounterDeltas deltas = new CounterDeltas(counters);
  final AtomicLongArray drained = new AtomicLongArray(counters.size());
  final Use use;
  final Journal journal;
  final Semaphore baton = new Semaphore(1);
  /** To count through in any thread, whoever got it. */
  final AtomicReference<Attachment> passedAround = new AtomicReference<>();
  /** What each worker has last read of the counter that only goes up, and the most that any has read. */
  final AtomicLongArray seen;
  final AtomicLong mostSeen = new AtomicLong();
  /** Increments of the level that have yet to be taken back: each worker's own, and those for any to take. */
  final int[] credit;
  final AtomicInteger sharedCredit = new AtomicInteger();
  /** Threads that the set must let go of. */
  final Queue<WeakReference<Thread>> gone = new ConcurrentLinkedQueue<>();
  /** The place in which it is counts as one. */
  final AtomicInteger users = new AtomicInteger(1);
  private final int slots;
  private final AtomicLongArray ledger;
  private final AtomicInteger updates = new AtomicInteger();
  private final long made = System.nanoTime();

  WatchedSet(int slots, Use use, boolean keepsJournal) {
    this.slots = slots;
    this.use = use;
    this.journal = keepsJournal ? new Journal() : null;
    this.seen = new AtomicLongArray(slots);
    this.credit = new int[slots];
    this.ledger = new AtomicLongArray(counters.size() * slots);
  }

  boolean enter() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  /** Whether there may be some more updates without a flood of them. */
  boolean mayCount(int more) {
    long allowed = BURST + (System.nanoTime() - made) / NANOS;
    return updates.getAndUpdate(n -> n + more > allowed ? n : n + more) + more <= allowed;
  }

  void begin(int slot, Counter counter, long delta) {
    int i = slot * counters.size() + counter.ordinal();
    ledger.setOpaque(i, ledger.getPlain(i) + delta);
  }

  long begunBy(int slot, Counter counter) {
    return ledger.getOpaque(slot * counters.size() + counter.ordinal());
  }

  long begun(Counter counter) {
    long sum = 0;
    for (int slot = 0; slot < slots; slot++) {
      sum += begunBy(slot, counter);
    }
    return sum;
  }

  /**
   * Between which bounds the level was, one change after the other. The higher is raised before an increment and lowered
   * after a decrement, the lower is lowered before a decrement and raised after an increment.
   */
  static final class Journal {

    private static final int LATEST = 1 << 12;

    private final long[] lowest = new long[LATEST];
    private final long[] highest = new long[LATEST];
    private long changes;
    private long decrementsBegun;
    private long decrementsEnded;

    synchronized void begin(long delta) {
      decrementsBegun += delta < 0 ? 1 : 0;
      change(Math.min(0, delta), Math.max(0, delta));
    }

    synchronized void end(long delta) {
      decrementsEnded += delta < 0 ? 1 : 0;
      change(Math.max(0, delta), Math.min(0, delta));
    }

    private void change(long low, long high) {
      int last = (int) (changes % LATEST);
      int next = (int) (++changes % LATEST);
      lowest[next] = lowest[last] + low;
      highest[next] = highest[last] + high;
    }

    synchronized Mark mark() {
      return new Mark();
    }

    /** A moment, from which on a read is watched. */
    final class Mark {

      private final long from = changes;
      private final long ended = decrementsEnded;

      /**
       * What is wrong with the level that was read since; empty if nothing is. To be called in the thread that read.
       * Only reads during which fewer decrements are made than they have tries have an upper bound.
       */
      List<String> violations(long level, AtomicLong boundedAbove) {
        synchronized (Journal.this) {
          if (changes - from >= LATEST) {
            return List.of();
          }
          long low = Long.MAX_VALUE;
          long high = Long.MIN_VALUE;
          for (long i = from; i <= changes; i++) {
            low = Math.min(low, lowest[(int) (i % LATEST)]);
            high = Math.max(high, highest[(int) (i % LATEST)]);
          }
          List<String> violations = new ArrayList<>();
          if (level < low) {
            violations.add("K3: level " + level + " where " + low + " was the least");
          }
          if (decrementsBegun - ended < ProcessCounters.TRIES) {
            boundedAbove.incrementAndGet();
            if (level > high) {
              violations.add("K3: level " + level + " where " + high + " was the most");
            }
          }
          return violations;
        }
      }
    }
  }
}
