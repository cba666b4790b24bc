package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fixed set of {@code long} counters that belong to one process (a query, a task, a connection), nearly always
 * updated by one thread. The first thread that counts or attaches becomes the set's owner, and counts with plain memory
 * writes. When a second thread attaches before the owner leaves, the set is striped, for good.
 *
 * <pre>{@code
 * static final int ROWS = 0, BYTES = 1;
 *
 * ProcessCounters query = new ProcessCounters(2);
 * query.increment(ROWS);                                // this thread is the owner now
 * executor.execute(query.attached(() -> query.add(BYTES, 512)));   // a second thread: the set is striped
 * long rows = query.sum(ROWS);                          // any thread, any time
 * }</pre>
 *
 * <p><b>What holds.</b> Totals are taken mod 2<sup>64</sup>; what is said of zero, of direction and of exact reads
 * assumes that all increments of a counter, and all its decrements, stay below 2<sup>63</sup>.
 * <ul>
 * <li>K1, nothing lost, nothing twice: a read that happens-after all updates of a counter returns the sum of all their
 *     deltas, whoever made them.
 * <li>K2, exact while single: while the set is single, all updates and reads of one counter fall into one order that
 *     agrees with happens-before, and a read returns exactly the sum of the updates before it. This needs a processor that
 *     shows a write to all other threads at one moment, as x86, Armv8 and all do that 64-bit HotSpot runs on but POWER. It
 *     orders nothing else: a thread that builds a protocol on a counter and some other variable writes its own {@link
 *     VarHandle#fullFence()}.
 * <li>K3, levels read true: a read that includes a decrement also includes every increment of that counter that
 *     happens-before it. So a level whose decrements come after the increments that they undo never reads below zero.
 *     A read returns at least the level at some instant during it. If no decrement lands meanwhile, it also returns at
 *     most the level at a later instant of the read. If some do, a read of a striped set tries again, up to 8 times. If
 *     each try meets some, it is too high by at most what was decremented during the quietest try. Where a level moves
 *     without pause, that is a few for a reader that reads all the time, and hundreds for one that comes once a second, as
 *     its code is not compiled.
 * <li>K4, counting up is monotone: for a counter that is only incremented, a read includes every update that
 *     happens-before it and none that it happens-before, and reads never go backwards. Of two threads that each add and
 *     then read, at least one sees the other's add.
 * <li>K5, publication: what a thread did before an {@code add} happens-before what a reader does after a read that
 *     includes it.
 * <li>K6, one way, three causes: a set is striped by a thread that attaches while another live thread is the owner; by
 *     {@link #upgrade()}; or by a flood of updates from threads that do not own it: about a million a second for some
 *     milliseconds. No result may depend on this measure of speed. 100,000 adds back to back, compiled, are a flood;
 *     400 in every millisecond are none. It stays striped.
 * <li>K7, attaching is about speed, never about correctness: any thread may call any method at any time. No method of
 *     a set takes a lock, but {@link #toString()}, as it asks a thread for its name.
 * <li>K8, no thread kept: after {@link #detach()} the set does not refer to the thread until it counts or attaches
 *     again. A thread that died without leaving is let go when another one takes its place, as the owner or in a stripe,
 *     or when a thread reads the set.
 * <li>K9, bad input changes nothing: a call with bad arguments throws before it changes anything. An update that was made
 *     does not throw: what goes wrong after it (no memory, no stack) is dropped, {@link Error}s included.
 * <li>K10, events are whole: a {@link #sums()} that races with an {@link #addAtomically} has all of it or nothing, in
 *     counters that only go up. So have {@link CounterDeltas}, {@link ProcessTotals} and {@link EnumCounters#sums()},
 *     which read by it. A writer that is stopped in the middle of an event holds up no reader, and a reader no writer.
 * </ul>
 * Else counters are independent: {@link #sums()} is no snapshot across single adds. As with any object, other threads must
 * get the set by safe publication.
 *
 * @since 0.1
 */
public final class ProcessCounters implements CounterSums {

  /*
   * The idea is Mateusz Guzik's, for the counters of a Linux process (linux-kernel, August 2023, execve scalability): most
   * processes have one thread for ever, so count for that one plainly, and for the others apart.
   *
   * A set is single: its owner adds to `local` by plain writes, and everybody else to `remote` by atomic adds. The total is
   * local + remote. A second thread that attaches, or a flood of remote updates, makes it striped, once: `mode` changes from
   * the owner to a table of stripes. `local` and `remote` stay in the total, so nothing is moved. A thread that owns a
   * stripe adds there by plain writes; who owns none is a guest, and adds to `remote` by atomic adds. A flood there spreads
   * guests over words beside the stripes; and a thread that floods even these gets a stripe of its own.
   *
   * Events that add to several counters at once are counted apart from all this, in Events, and every sum has both.
   *
   * A read adds up all words, downs first and ups last, and looks again whether anything fell meanwhile. Why that is right,
   * clause by clause, is in .github/DESIGN.md.
   */

  /** The largest size of a set: {@value}. */
  public static final int MAX_SIZE = 1 << 16;

  /** How often at the most a read of a striped set begins anew because a decrement came in between. */
  static final int TRIES = 8;

  private static final Stripe[] EMPTY = Table.EMPTY;

  private static final VarHandle MODE;
  private static final VarHandle REMOTE;
  private static final VarHandle EVENTS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MODE = lookup.findVarHandle(ProcessCounters.class, "mode", Object.class);
      REMOTE = lookup.findVarHandle(ProcessCounters.class, "remote", long[].class);
      EVENTS = lookup.findVarHandle(ProcessCounters.class, "events", Events.class);
      // Loads the other classes with this one: not in the middle of an upgrade (0.8 ms), nor where there is no stack for it.
      new Stripe(1, null, false).ups(0);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Not padded, as sets are many and most stay single. */
  private final long[] local;

  /** Null until a thread counts that owns nothing. */
  private volatile long[] remote;

  /** Null until the owner, or a thread that owns nothing, adds a whole event. */
  private volatile Events events;

  /** Null, if nobody owns the set; a Thread, its owner; or a Stripe[], the table of a striped set. Changed by compareAndSet. */
  private volatile Object mode;

  /** Whether anybody has counted down in other words than {@code local}. */
  private volatile boolean hasDowns;

  /** Whether there has been a whole event. */
  private volatile boolean hasEvents;

  /**
   * Makes a set that nobody owns: the first thread that counts in it, or attaches to it, becomes its owner.
   *
   * @param size the number of counters, 1 to {@link #MAX_SIZE}
   * @throws IllegalArgumentException if the size is out of range
   */
  public ProcessCounters(int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("Size " + size + " is not between 1 and " + MAX_SIZE);
    }
    this.local = new long[size];
  }

  /**
   * Returns the number of counters.
   *
   * @return the number of counters, at least 1
   */
  @Override
  public int size() {
    return local.length;
  }

  /**
   * Adds to a counter, with the memory effects of a release write (K5, publication). In a set that no live thread owns,
   * the calling thread becomes the owner. Lock-free, and wait-free for the owner. Costs a plain write if the calling
   * thread is the owner or has a stripe, and else one atomic add. A flood of these is noticed (K6, one way): it stripes a
   * single set. In a striped one it spreads over more words, and gives the thread a stripe of its own until it detaches or
   * dies, if fewer than half of all stripes have been got in this way.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3, levels read true
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void add(int counter, long delta) {
    Thread current = Thread.currentThread();
    if (addIfOwner(current, counter, delta)) {
      return;
    }
    Object mode = this.mode;
    int id = (int) current.getId(); // before the update, as it can be overridden, and throw
    Stripe first = mode instanceof Stripe[] ? ((Stripe[]) mode)[Table.first(id)] : null;
    if (first != null && first.isOwner(current)) {
      long[] words = delta >= 0 ? first.ups() : first.downs();
      if (words != null) {
        Objects.checkIndex(counter, words.length - 2 * Stripe.PADDING);
        Words.addRelease(words, Stripe.PADDING + counter, delta);
        return;
      }
    }
    addElsewhere(mode, current, id, counter, delta);
  }

  /**
   * Adds for the calling thread, if that is the owner of a single set. Opaque, as only the thread itself ever writes itself
   * there: if it finds itself, it became the owner before, and nobody else has written to `local` since.
   */
  boolean addIfOwner(Thread current, int counter, long delta) {
    boolean owns = MODE.getOpaque(this) == current;
    if (owns) {
      Words.addRelease(local, Objects.checkIndex(counter, local.length), delta);
    }
    return owns;
  }

  private void addElsewhere(Object mode, Thread current, int id, int counter, long delta) {
    Objects.checkIndex(counter, local.length);
    if (mode instanceof Stripe[]) {
      addStriped((Stripe[]) mode, current, id, counter, delta);
    } else if (becomesOwner(current)) {
      Words.addRelease(local, counter, delta);
    } else {
      addShared(remote, current, id, counter, delta);
    }
  }

  private void addStriped(Stripe[] table, Thread current, int id, int counter, long delta) {
    Stripe own = Table.find(table, current, id);
    if (own != null) {
      addTo(own, current, counter, delta);
    } else {
      addShared(sharedWords(table, id), current, id, counter, delta);
    }
  }

  /** Where a thread counts that owns nothing. */
  private long[] sharedWords(Object mode, int id) {
    Stripe first = mode instanceof Stripe[] ? ((Stripe[]) mode)[Table.first(id)] : null;
    long[] guests = first == null ? null : first.guests();
    return guests != null ? guests : remote;
  }

  /** Adds to the thread's own stripe. */
  private void addTo(Stripe own, Thread current, int counter, long delta) {
    if (delta < 0) {
      noteDowns();
      own.makeDowns();
    }
    own.addIfOwner(current, counter, delta);
  }

  private void noteDowns() {
    if (!hasDowns) {
      hasDowns = true;
    }
  }

  private void addShared(long[] words, Thread current, int id, int counter, long delta) {
    if (delta < 0) {
      noteDowns();
    }
    if (words == null) {
      addToNewRemote(current, id, counter, delta);
    } else if (SharedWords.add(words, counter, delta)) {
      try {
        book(words, current, id, SharedWords.SAMPLE);
      } catch (Throwable e) {
        // The update was made. To throw would tell the caller otherwise.
      }
    }
  }

  private void addToNewRemote(Thread current, int id, int counter, long delta) {
    makeRemote();
    addShared(remote, current, id, counter, delta);
  }

  private void makeRemote() {
    if (remote == null) {
      REMOTE.compareAndSet(this, null, SharedWords.make(size()));
    }
  }

  /** What a flood of updates leads to: see the comment at the top. */
  private void book(long[] words, Thread current, int id, int updates) {
    if (SharedWords.isFlood(words, updates)) {
      Object mode = this.mode;
      if (isLive(mode)) {
        upgrade(mode, null, 0, "flood");
      } else if (!(mode instanceof Stripe[])) {
        return; // nobody owns the set: the next add does
      } else if (words == remote) {
        makeGuests(id);
      } else if (SharedWords.isSameThread(words, id)) {
        claim(current, id, false);
      }
    }
  }

  private void makeGuests(int id) {
    int place = Table.first(id);
    Stripe[] table;
    Stripe stripe;
    do {
      table = (Stripe[]) mode;
      stripe = table[place] != null ? table[place] : new Stripe(size(), null, false);
      stripe.makeGuests(id);
    } while (table[place] != stripe && !MODE.compareAndSet(this, table, Table.with(table, place, stripe)));
  }

  /** Gives a thread that owns nothing a stripe, if there is room: a free one where it looks, or a new one. */
  private void claim(Thread thread, int id, boolean attaches) {
    Stripe[] table;
    Stripe[] next;
    int room;
    do {
      table = (Stripe[]) mode;
      if (Table.claim(table, thread, id, attaches)) {
        return;
      }
      room = Table.room(table, id, attaches);
      if (room < 0 && !Table.mayGrow(table)) {
        return;
      }
      next = room < 0 ? Table.grown(table) : Table.with(table, room, new Stripe(size(), thread, attaches));
    } while (!MODE.compareAndSet(this, table, next) || room < 0);
  }

  /** Makes the thread the owner, unless the set is striped or another live thread is. */
  private boolean becomesOwner(Thread current) {
    Object mode = this.mode;
    while (!isLive(mode) && !(mode instanceof Stripe[])) {
      if (MODE.compareAndSet(this, mode, current)) {
        return true;
      }
      mode = this.mode;
    }
    return false;
  }

  /**
   * Adds to all counters in one go: the updates of one event, say. Like one {@link #add(int, long)} of each, except
   * that zeros cost nothing. Each other delta is one update in the sense of K6, one way. Others may see some of them before
   * the rest: see {@link #addAtomically(long[])}.
   *
   * @param deltas what to add to each counter, of length {@code size()}; not to be changed by another thread meanwhile
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public void addAll(long[] deltas) {
    requireLength(deltas, "deltas");
    for (int i = 0; i < deltas.length; i++) {
      if (deltas[i] != 0) {
        add(i, deltas[i]);
      }
    }
  }

  /**
   * Adds to several counters at once (K10, events are whole): who reads all counters sees all of this event, or nothing.
   *
   * <pre>{@code
   * query.addAtomically(new long[] {1, bytes});           // a row and its bytes: no sums() has one without the other
   * }</pre>
   *
   * Has the memory effects of {@link #add(int, long)} (K5, publication). Each delta but zeros is one update in the sense of
   * K6, one way. Lock-free. Costs a thread that owns the set or a stripe some nanoseconds, and a copy of as many words as
   * there are counters; now and then it also reads the counters, for a reader that has met too many events. Any other thread
   * makes an array of them. The first event in a set, and in each stripe, makes two. If only one delta is not zero, this is
   * an {@code add}.
   *
   * @param deltas what to add to each counter, 0 or more, of length {@code size()}; not to be changed by another thread
   *     meanwhile
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length, or a delta is negative; then nothing was added
   */
  public void addAtomically(long[] deltas) {
    requireLength(deltas, "deltas");
    requireNoneNegative(deltas);
    if (isEvent(deltas)) {
      addEvent(deltas);
    } else {
      addAll(deltas);
    }
  }

  private static void requireNoneNegative(long[] deltas) {
    if (hasNegative(deltas)) {
      int i = 0;
      while (deltas[i] >= 0) {
        i++;
      }
      throw new IllegalArgumentException("Delta " + deltas[i] + " of counter " + i + " is negative");
    }
  }

  static boolean hasNegative(long[] deltas) {
    long signs = 0;
    for (long delta : deltas) {
      signs |= delta;
    }
    return signs < 0;
  }

  /** Whether it is more than one update. */
  private static boolean isEvent(long[] deltas) {
    boolean hasOne = false;
    for (long delta : deltas) {
      if (delta != 0 && hasOne) {
        return true;
      }
      hasOne |= delta != 0;
    }
    return false;
  }

  private void addEvent(long[] deltas) {
    Thread current = Thread.currentThread();
    if (!hasEvents) {
      hasEvents = true;
    }
    if (mode == current || becomesOwner(current)) {
      addLocalEvent(deltas);
    } else {
      Stripe own = stripeOf(current);
      if (own != null) {
        own.addAtomically(deltas);
      } else {
        addSharedEvent(current, (int) current.getId(), deltas);
      }
    }
  }

  private void addLocalEvent(long[] deltas) {
    Events events = makeEvents();
    answer(events);
    events.add(deltas);
  }

  /** Reads the set for a reader of a single set that met too many events. Nobody is to fail for a reader's sake. */
  private void answer(Events events) {
    AtomicReference<long[]> asked = events.asked();
    if (asked != null) {
      try {
        long[] sums = new long[size()];
        VarHandle.fullFence(); // as before any read
        if (tryReadSingle(sums)) {
          asked.set(sums);
        }
        events.clear(asked);
      } catch (Throwable e) {
        // It will ask again.
      }
    }
  }

  private Events makeEvents() {
    if (events == null) {
      EVENTS.compareAndSet(this, null, new Events(size()));
    }
    return events;
  }

  private void addSharedEvent(Thread current, int id, long[] deltas) {
    makeRemote(); // for the account of a flood, which books what single adds would have added there
    Events events = makeEvents();
    answer(events);
    events.addShared(deltas);
    try {
      int updates = 0;
      for (long delta : deltas) {
        updates += delta != 0 ? 1 : 0;
      }
      book(sharedWords(mode, id), current, id, updates);
    } catch (Throwable e) {
      // The event was counted. To throw would tell the caller otherwise.
    }
  }

  private void requireLength(long[] array, String name) {
    Objects.requireNonNull(array, name); // compiled code throws a message-less exception of its own
    if (array.length != local.length) {
      throw new IllegalArgumentException("Array of length " + array.length + " for " + local.length + " counters");
    }
  }

  /**
   * Adds the sums of another set to this one: a task's totals into its job's, when the task ends. Reads that one as by
   * {@link #sums()}. Adds all at once, as by {@link #addAtomically(long[])}, if none is negative, and else one by one, as by
   * {@link #addAll(long[])}. All of {@code other} is counted if all its updates happen-before this call. Both sets may be
   * in any mode.
   *
   * @param other another set of the same size, which this does not change
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is this set, or has another size
   */
  public void addAll(ProcessCounters other) {
    Objects.requireNonNull(other, "other");
    if (other == this) {
      throw new IllegalArgumentException("A set cannot be added to itself: " + this);
    }
    if (other.size() != size()) {
      throw new IllegalArgumentException("A set of " + other.size() + " counters for one of " + size());
    }
    long[] sums = other.sums();
    if (hasNegative(sums)) {
      addAll(sums);
    } else {
      addAtomically(sums);
    }
  }

  /**
   * Adds 1 to a counter, as {@link #add(int, long) add(counter, 1)} does.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void increment(int counter) {
    add(counter, 1);
  }

  /**
   * Subtracts 1 from a counter, as {@link #add(int, long) add(counter, -1)} does.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void decrement(int counter) {
    add(counter, -1);
  }

  /**
   * Reads a counter: exactly while the set is single (K2, exact while single) or when nobody updates it (K1, nothing
   * lost), and else within K3, levels read true, and K4, counting up is monotone. Has the memory effects of an acquiring
   * read of all that it counts (K5, publication). Takes no lock: wait-free in a striped set, and in one that only its owner
   * updates, as long as there are no whole events; else it tries again while it meets remote updates or events. Costs some
   * nanoseconds more in the owner, which fences its own writes first, and in a striped set grows with the number of stripes.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @return the sum of the deltas, mod 2<sup>64</sup>
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  @Override
  public long sum(int counter) {
    Objects.checkIndex(counter, local.length);
    prepareToRead();
    return isStriped() ? readStriped(counter) : readSingle(counter);
  }

  /**
   * Reads all counters, each as {@link #sum(int)} does, and whole events (K10).
   *
   * @return the sums, in a new array
   */
  @Override
  public long[] sums() {
    long[] sums = new long[size()];
    sums(sums);
    return sums;
  }

  /**
   * Reads all counters, each as {@link #sum(int)} does, and whole events (K10). Costs one fence for all. Makes garbage only
   * in a striped set that has had an event, or beside events without pause.
   *
   * @param into where to put the sums, of length {@code size()}
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  @Override
  public void sums(long[] into) {
    requireLength(into, "into");
    prepareToRead();
    while (!tryRead(into)) {
      if (events != null) {
        events.read(into, this::tryRead);
        return;
      }
    }
  }

  /** The thread's own adds must have left its store buffer when it reads those of others; and who died is let go. */
  private void prepareToRead() {
    Object mode = this.mode;
    Thread current = Thread.currentThread();
    if (mode == current) {
      VarHandle.fullFence();
    } else if (mode instanceof Stripe[]) {
      Stripe[] table = (Stripe[]) mode;
      for (int i = Table.places(table); i < table.length; i++) {
        table[i].prepareToRead(current);
      }
    } else if (mode != null && !isLive(mode)) {
      MODE.compareAndSet(this, mode, null);
    }
  }

  private long readSingle(int counter) {
    for (int tries = 0; tries < Events.TRIES; tries++) {
      Events events = this.events;
      int version = Events.version(events);
      long[] shared = Events.shared(events);
      long sum = readSingleAdds(counter) + Events.sum(events, version, shared, counter);
      if (isStill(events, version, shared)) {
        return sum;
      }
    }
    return isStriped() ? readStriped(counter) : sums()[counter];
  }

  /** Whether the set is single and there was no event since these were read: then what was read in between is exact. */
  private boolean isStill(Events events, int version, long[] shared) {
    return this.events == events && Events.version(events) == version && Events.shared(events) == shared && !isStriped();
  }

  /** Ups only grow and downs only shrink, so equal reads mean that nothing changed between them, when `local` was read. */
  private long readSingleAdds(int counter) {
    while (true) {
      long ups = SharedWords.ups(remote, counter);
      long downs = SharedWords.downs(remote, counter);
      long sum = Words.getVolatile(local, counter) + ups + downs;
      if (SharedWords.ups(remote, counter) == ups && SharedWords.downs(remote, counter) == downs || isStriped()) {
        return sum;
      }
    }
  }

  /** One pass over all counters; false if an event, or the upgrade, came in between. */
  private boolean tryRead(long[] into) {
    if (isStriped()) {
      readStriped(into);
      return true;
    }
    return tryReadSingle(into);
  }

  private boolean tryReadSingle(long[] into) {
    Events events = this.events;
    int version = Events.version(events);
    long[] shared = Events.shared(events);
    for (int i = 0; i < into.length; i++) {
      into[i] = readSingleAdds(i) + Events.sum(events, version, shared, i);
    }
    return isStill(events, version, shared);
  }

  /** What pays for a decrement is in the same word or in one that is read later. */
  private long readStriped(int counter) {
    long lowest = Long.MAX_VALUE;
    for (int tries = 0; tries < TRIES; tries++) {
      long low = downs(counter) + Words.getVolatile(local, counter);
      lowest = Math.min(lowest, low + ups(counter));
      if (!hasFallen(counter, low)) {
        break;
      }
    }
    return lowest;
  }

  private void readStriped(long[] into) {
    if (!hasEvents) {
      for (int i = 0; i < into.length; i++) {
        into[i] = readStriped(i);
      }
    }
    if (hasEvents) {
      readWhole(into);
    }
  }

  /** In one pass over all counters. What has fallen meanwhile is read once more by itself: events do not fall. */
  private void readWhole(long[] into) {
    long[] lows = new long[size()];
    for (int i = 0; i < lows.length; i++) {
      lows[i] = downs(i) + Words.getVolatile(local, i);
      into[i] = lows[i];
    }
    addUps(into);
    for (int i = 0; i < lows.length; i++) {
      if (hasFallen(i, lows[i])) {
        into[i] = Math.min(into[i], readStriped(i));
      }
    }
  }

  /** Whether a counter may have been decremented since its downs and, after these, its local word were read. */
  private boolean hasFallen(int counter, long low) {
    return Words.getVolatile(local, counter) + downs(counter) - low < 0;
  }

  private long ups(int counter) {
    long sum = SharedWords.ups(remote, counter) + Events.sum(events, counter);
    Stripe[] table = (Stripe[]) mode;
    for (int i = Table.places(table); i < table.length; i++) {
      sum += table[i].ups(counter);
    }
    return sum;
  }

  private void addUps(long[] sums) {
    SharedWords.addUps(sums, remote);
    Events.addTo(sums, events);
    Stripe[] table = (Stripe[]) mode;
    for (int i = Table.places(table); i < table.length; i++) {
      table[i].addUps(sums);
    }
  }

  private long downs(int counter) {
    if (!hasDowns) {
      return 0;
    }
    long sum = SharedWords.downs(remote, counter);
    Stripe[] table = (Stripe[]) mode;
    for (int i = Table.places(table); i < table.length; i++) {
      sum += table[i].downs(counter);
    }
    return sum;
  }

  /**
   * Returns one of the counters as an object.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @return a new object that counts in this set, and keeps it
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public CounterHandle handle(int counter) {
    return new CounterHandle(this, Objects.checkIndex(counter, local.length));
  }

  /**
   * Attaches the calling thread, so that it counts fast. If another live thread is the owner of a single set, this
   * stripes it (K6, one way), and Flight Recorder gets an event, {@code io.github.processcounters.Upgrade}. If the
   * calling thread is the owner already, by attaching or by counting, or has attached to a striped set, the attachment is
   * nested, and closing it does nothing. In a striped set a stripe that the thread got by counting is attached by this, and
   * left when the attachment is closed; not so the one that the owner of a single set got when that was striped.
   * Lock-free, but while Flight Recorder is in use, the first upgrade in the JVM waits until the event's class is loaded.
   * Costs an atomic update, and in a striped set a look at each stripe.
   *
   * <p>A striped set has at most two stripes per CPU (the CPUs rounded up to a power of two), or 16 if that is more. A
   * thread can have one of eight, by its id. If other live threads have these, it gets an attachment but no stripe, and
   * counts like a thread that has not attached. When it attaches again it may get a stripe, and then closing that
   * attachment is what makes it leave.
   *
   * @return what the calling thread closes when its work on this process ends
   */
  public Attachment attach() {
    return attach(true);
  }

  /**
   * Attaches the calling thread if that does not stripe the set: for events that any free thread of a pool handles, and
   * that may overlap by a few instructions. If nobody live owns the set, the calling thread becomes its owner. If another
   * thread does, this changes nothing, and the calling thread counts as it would without; should it come to own the set by
   * counting, when the other has left, then closing the attachment leaves. In a striped set, as {@link #attach()}. Never
   * null: {@link Attachment#isAttached()} tells what it got. Lock-free.
   *
   * @return what the calling thread closes when its work on this process ends
   */
  public Attachment tryAttach() {
    return attach(false);
  }

  private Attachment attach(boolean mayStripe) {
    Thread current = Thread.currentThread();
    Attachment attachment = new Attachment(this, current); // first, as it may fail
    attachment.leaves = mode != current && (becomesOwner(current) || joins(current, mayStripe));
    return attachment;
  }

  /** Joins a set that another thread owns, or that is striped; returns whether the thread had not attached before. */
  private boolean joins(Thread current, boolean mayStripe) {
    int id = (int) current.getId(); // first, as it may do anything, attach included
    while (true) {
      Object mode = this.mode;
      if (mode instanceof Stripe[]) {
        Stripe own = Table.ownedBy((Stripe[]) mode, current);
        if (own == null) {
          claim(current, id, true);
        }
        return own == null || own.attachOwner();
      }
      if (mode == current) {
        return false;
      }
      boolean joined = !isLive(mode) ? becomesOwner(current) : !mayStripe || upgrade(mode, current, id, "attach");
      if (joined) {
        return true;
      }
    }
  }

  /**
   * Makes the calling thread leave, whatever attachments it has open: if it is the owner, nobody is, and if it has a
   * stripe, that is free. The set no longer refers to it (K8, no thread kept). Does nothing if it owns nothing. A set
   * stays single when one thread leaves before the next attaches. Wait-free. Costs an atomic update, and in a striped set a
   * fence and a look at each stripe.
   */
  public void detach() {
    Thread current = Thread.currentThread();
    if (mode != current || !MODE.compareAndSet(this, current, null)) {
      Object mode = this.mode;
      if (mode instanceof Stripe[]) {
        Table.leave((Stripe[]) mode, current);
      }
    }
  }

  /**
   * Wraps a task so that the thread that runs it is attached meanwhile, and leaves afterwards, also when the task throws,
   * unless it owned the set, or had attached, before: as by {@link #attach()} before it and {@link Attachment#close()} after.
   *
   * @param task the task
   * @return a task for any thread, any number of times
   * @throws NullPointerException if the task is null
   */
  public Runnable attached(Runnable task) {
    Objects.requireNonNull(task, "task");
    return () -> {
      Attachment attachment = attach();
      try {
        task.run();
      } finally {
        attachment.close();
      }
    };
  }

  /**
   * Wraps a task so that the thread that runs it is attached meanwhile, and leaves afterwards, also when the task throws,
   * unless it owned the set, or had attached, before: as by {@link #attach()} before it and {@link Attachment#close()} after.
   *
   * @param <V> what the task returns
   * @param task the task
   * @return a task for any thread, any number of times
   * @throws NullPointerException if the task is null
   */
  public <V> Callable<V> attachedCall(Callable<V> task) {
    Objects.requireNonNull(task, "task");
    return () -> {
      Attachment attachment = attach();
      try {
        return task.call();
      } finally {
        attachment.close();
      }
    };
  }

  /**
   * Stripes the set now, for one that is known to be shared from the start, or updated by many threads that do not
   * attach. Does nothing if it is striped. A live owner gets a stripe. Lock-free, but for the first upgrade in the JVM,
   * as in {@link #attach()}.
   */
  public void upgrade() {
    for (Object mode = this.mode; !(mode instanceof Stripe[]); mode = this.mode) {
      upgrade(mode, null, 0, "request");
    }
  }

  /** Stripes the set, with a stripe for a live owner and one for who attaches; false if the mode is another one by now. */
  private boolean upgrade(Object mode, Thread attacher, int id, String cause) {
    Thread owner = isLive(mode) ? (Thread) mode : null;
    Stripe[] table = EMPTY;
    if (owner != null) {
      table = Table.with(table, Table.first((int) owner.getId()), new Stripe(size(), owner, true));
    }
    if (attacher != null) {
      table = Table.with(table, Table.room(table, id, true), new Stripe(size(), attacher, true));
    }
    boolean upgraded = MODE.compareAndSet(this, mode, table);
    if (upgraded) {
      try {
        Upgrades.record(cause, owner, attacher, size());
      } catch (Throwable e) {
        // Without Flight Recorder, or in trouble, the event is lost. The set is striped.
      }
    }
    return upgraded;
  }

  /** Whether the thread owns the set, or a stripe of it. */
  boolean isOwner(Thread thread) {
    Object mode = this.mode;
    return mode == thread || mode instanceof Stripe[] && Table.ownedBy((Stripe[]) mode, thread) != null;
  }

  /** The thread's stripe, if it has one where it looks, or null. */
  Stripe stripeOf(Thread thread) {
    Object mode = this.mode;
    return mode instanceof Stripe[] ? Table.find((Stripe[]) mode, thread, (int) thread.getId()) : null;
  }

  private static boolean isLive(Object mode) {
    return mode instanceof Thread && ((Thread) mode).isAlive();
  }

  /**
   * Tells whether the set is striped. Once it is, it stays so.
   *
   * @return whether the set is striped
   */
  public boolean isStriped() {
    return mode instanceof Stripe[];
  }

  /**
   * Describes the set for a log line: its size, its mode, the owner of a single set if there is one, and the sums.
   *
   * @return such as {@code ProcessCounters[size=2, single, owner=main, sums=[7, 512]]}
   */
  @Override
  public String toString() {
    Object mode = this.mode;
    String modeName = mode instanceof Stripe[] ? "striped"
        : isLive(mode) ? "single, owner=" + nameOf((Thread) mode) : "single";
    return "ProcessCounters[size=" + size() + ", " + modeName + ", sums=" + Arrays.toString(sums()) + "]";
  }

  /** Virtual threads have no name unless they are given one. */
  static String nameOf(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? thread.toString() : name;
  }
}
