package io.github.processcounters;

import io.github.processcounters.Stripes.Stripe;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

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
 *     agrees with happens-before, and a read returns exactly the sum of the updates before it. It orders nothing else: a
 *     thread that builds a protocol on a counter and some other variable writes its own {@link VarHandle#fullFence()}.
 * <li>K3, levels read true: a read that includes a decrement also includes every increment of that counter that
 *     happens-before it. So a level whose decrements come after the increments that they undo never reads below zero.
 *     A read returns at least the level at some instant during it. If no decrement lands meanwhile, it also returns at
 *     most the level at a later instant of the read. If some do, a read of a striped set tries again, up to 8 tries in
 *     all. If each try meets some, it is too high by at most what was decremented during the quietest try: a few, where
 *     the level moves without pause.
 * <li>K4, counting up is monotone: for a counter that is only incremented, a read includes every update that
 *     happens-before it and none that it happens-before, and reads never go backwards. Of two threads that each add and
 *     then read, at least one sees the other's add.
 * <li>K5, publication: what a thread did before an {@code add} happens-before what a reader does after a read that
 *     includes it.
 * <li>K6, one way, three causes: a set is striped by a thread that attaches while another live thread is the owner; by
 *     {@link #upgrade()}; or by updates of threads that do not own it, if these come thick and fast: 100,000 of them back
 *     to back do it; at a pace below 100,000 a second they never do, nor does a single burst of fewer than 1,000. It stays
 *     striped.
 * <li>K7, attaching is about speed, never about correctness: any thread may call any method at any time. No method of
 *     a set takes a lock.
 * <li>K8, no thread kept: after {@link #detach()} the set does not refer to the thread until it counts or attaches
 *     again. A thread that died without leaving is let go when another one takes its place, as the owner or in a stripe,
 *     or when a thread reads the set.
 * <li>K9, bad input changes nothing: a call with bad arguments throws before it changes anything.
 * </ul>
 * Counters are independent: {@link #sums()} is no snapshot across them. As with any object, other threads must get the
 * set by safe publication.
 *
 * @since 0.1
 */
public final class ProcessCounters {

  /*
   * The idea is Mateusz Guzik's, for the counters of a Linux process (mm_struct.rss_stat; linux-kernel, August 2023, in
   * the thread on execve scalability): most processes have one thread for ever, so count for that one, plainly, and let
   * others count apart; go per-CPU when a second thread appears, and never back. That words shared by many threads grow
   * on contention only is java.util.concurrent.atomic.Striped64's.
   *
   * WORDS. A total is the sum of many words. A word is written either by one thread at a time, with a plain read and a
   * release write: `local`, by the owner, and those of a stripe, by its owner; or by any thread, with an atomic update:
   * `remote`, by all who own nothing, and those of a shared stripe. A counter has one word in `local`, and elsewhere one
   * for its ups and one for its downs. Reads of words are volatile.
   *
   * MODE. One field tells who owns what: null, nobody; a thread, the owner; Stripes, the set is striped. Each change is
   * one compareAndSet: to become the owner, from null or a dead thread; to leave, or to let a dead one go, back to null; to
   * upgrade, to stripes made before, with one for a live owner and one for the thread that attaches. NONE stands for stripes
   * until the first one is made. The next owner of `local` has read in `mode`, or by isAlive() (JLS 17.4.4), that the last
   * one has left, and goes on from its last write.
   *
   * SINGLE. If there is no `remote` and the set is not striped, `local` was the total when it was read, since both only
   * ever appear. Else a read takes ups, downs, `local`, and ups and downs again. They only grow, and shrink; so if they
   * are the same they stood still, and the sum was the total when `local` was read. An update of `remote` takes no lock:
   * if the set is striped meanwhile, it is in the sum all the same.
   *
   * STRIPED. An attached thread, the displaced owner included, adds in the stripe to which a hint leads it; what it began
   * before that may still go to `local`. Others share `remote` in a set that had no owner, until two are seen to meet there
   * (see Contention) or a thread attaches; then a stripe, and a guest who meets another thread there gets one more, up to
   * a limit. All words of stripes are listed before anything is added to them. A read takes downs, `local`, ups; then
   * `local` and downs again: if neither fell, it is done, else it begins anew, a few times, and takes the lowest.
   *
   * STORE BUFFERS. A release write may wait in a store buffer while its thread goes on to read. So a thread that owns
   * something fences before it reads, and when it leaves: by the compareAndSet of `mode`, after which its reads must be
   * volatile, as on ARM a plain one could overtake it; or by a fence when it leaves its stripe. An atomic update is not
   * overtaken by volatile reads.
   *
   * WHY THE CLAUSES HOLD.
   *   K1 An add changes one word, none is overwritten, and none ever leaves the sum. Whatever leads to a word (`remote`,
   *      `mode`, the list that it is in) is published before the first add to it; a hint, which is plain, after that by the
   *      compareAndSet of a list.
   *   K2 Atomic updates and volatile reads are in one order (JLS 17.4.4). A read takes its place in it where it reads
   *      `local`: `remote` stood still around that, or was not there until after it, and `mode` was not yet striped after
   *      it. Only the owner could tell that an add of its own was made before it left the store buffer, and it fences;
   *      all others see it at one moment (multi-copy atomicity, as x86 and Armv8 have it).
   *   K3 What pays for a decrement is in the same word or in one that is read later: downs first, ups last, also those in
   *      words that were made meanwhile. So a sum is at least the level when `local` was first read. If `local` did not
   *      fall until it was read again, nor the downs until after that, the sum is at most the level at that second read.
   *   K4 Each word only goes up and lists only grow; each is read after the read began. The last sentence: see above.
   *   K5 Each word is written with release or more, and read with acquire or more.
   *   K6 Only stripes replace stripes in `mode`. The owner was alive when they were ready, and the compareAndSet finds it
   *      still there. See Pace for the third cause.
   *   K7 No clause assumes that a thread owns something. Each loop goes on only if another thread got on.
   *   K8 The set refers to threads by `mode` and the owners of stripes, and detach clears the one that names the caller.
   *   K9 Arguments are checked, threads' ids are asked for (getId can be overridden, and throw), and stripes are made
   *      before anything is changed. What fails after an update (striping, growing, a hint) is dropped. addAll is many adds.
   */

  /** The largest size of a set: {@value}. */
  public static final int MAX_SIZE = 1 << 16;

  /** How often at the most a read of a striped set begins anew because a decrement came in between. */
  static final int TRIES = 8;

  private static final VarHandle MODE;
  private static final VarHandle REMOTE;
  private static final VarHandle HINTS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MODE = lookup.findVarHandle(ProcessCounters.class, "mode", Object.class);
      HINTS = lookup.findVarHandle(ProcessCounters.class, "hints", Stripe[].class);
      REMOTE = lookup.findVarHandle(ProcessCounters.class, "remote", long[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Not padded, as sets are many and most stay single. */
  private final long[] local;

  /** What Pace and Contention need, ups, downs; null until a thread counts that owns nothing. Not padded at its end. */
  private volatile long[] remote;

  /** Null, a Thread, or Stripes. */
  private volatile Object mode;

  /**
   * Leads threads to stripes, their own or shared ones; null until there is one. Here, and not in Stripes, as an attached
   * add takes a third more time with a dependent load more. See Hints.
   */
  private volatile Stripe[] hints;

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
  public int size() {
    return local.length;
  }

  /**
   * Adds to a counter, with the memory effects of a release write (K5, publication). In a set that no live thread owns,
   * the calling thread becomes the owner. Lock-free, and wait-free for the owner. Costs a plain write if the calling
   * thread is the owner or has a stripe; about as much as a {@link java.util.concurrent.atomic.LongAdder} in a striped
   * set if not; and two atomic updates in a single set of another owner.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3, levels read true
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void add(int counter, long delta) {
    if (addFor(Thread.currentThread(), counter, delta)) {
      keepPace();
    }
  }

  /**
   * Adds for the calling thread; true if the set is single and another thread's.
   *
   * <p>Three cases are done here: the owner, a thread that finds a stripe where it looks first, and a striped set without
   * stripes. All others are tail calls. What is live across a call the compiler stores before it, whether the call is made
   * or not, and an atomic update that follows waits for that store: 4 ns. The steps of {@link Stripe#add} and {@link
   * Contention#isToLook} are written out. As calls they would not be inlined, if this is compiled while nearly all threads
   * take another path. Getters and VarHandles always are.
   */
  private boolean addFor(Thread current, int counter, long delta) {
    Object mode = this.mode;
    long[] local = this.local; // after the volatile read, or it would be read again
    Objects.checkIndex(counter, local.length);
    if (mode == current) {
      Words.addRelease(local, counter, delta);
      return false;
    }
    int id = (int) current.getId();
    Stripe[] hints = this.hints;
    Stripe stripe = hints == null ? null : hints[id & Hints.MASK];
    long[] words = stripe != null ? stripe.words() : mode instanceof Stripes && mode == Stripes.NONE ? remote : null;
    if (words == null || delta < 0 && stripe != null && !stripe.stripes().hasDowns()) {
      return addElsewhere(mode, current, id, counter, delta);
    }
    int index = Words.PADDING + counter;
    if (delta < 0) {
      index += local.length;
    }
    if (stripe != null && stripe.owner() == current) {
      Words.WORD.setRelease(words, index, words[index] + delta);
      return false;
    }
    if (stripe == null || stripe.isShared()) {
      long word = (long) Words.WORD.getAndAdd(words, index, delta);
      if (word * Contention.MULTIPLIER >>> Contention.SHIFT == 0) {
        look(stripe, words, id);
      }
      return false;
    }
    return addElsewhere(mode, current, id, counter, delta);
  }

  /** As {@link #addFor}, wherever the thread is to count. */
  private boolean addElsewhere(Object mode, Thread current, int id, int counter, long delta) {
    Stripe stripe = Hints.find(hints, current, id);
    if (stripe == null && !(mode instanceof Stripes)) {
      return addToSingle(mode, current, counter, delta);
    }
    if (stripe == null && mode != Stripes.NONE) {
      Stripe own = ((Stripes) mode).ownedBy(current); // its hint was lost
      stripe = own != null ? own : ((Stripes) mode).shared(id);
      hint(stripe, id);
    }
    if (stripe != null && !stripe.isShared()) {
      stripe.add(counter, delta);
      return false;
    }
    long[] words = stripe == null ? remote() : stripe.words();
    int index = stripe == null ? remoteIndex(counter, delta) : stripe.indexOf(counter, delta);
    if (Contention.isToLook(Words.getAndAdd(words, index, delta))) {
      look(stripe, words, id);
    }
    return false;
  }

  /** As {@link #addFor}, if the mode was not striped. */
  private boolean addToSingle(Object mode, Thread current, int counter, long delta) {
    if (becomesOwner(mode, current)) {
      Words.addRelease(local, counter, delta);
      return false;
    }
    Words.getAndAdd(remote(), remoteIndex(counter, delta), delta);
    return true;
  }

  /** After an update of shared words: whoever is a guest there, and meets another thread, moves on. */
  private void look(Stripe stripe, long[] words, int id) {
    boolean isLikely = Contention.isLikely(words, id);
    if (isLikely && (stripe == null || stripe.id() != id)) {
      moveOn(id);
    } else if (!isLikely && stripe != null) {
      stripe.host(id);
    }
  }

  /** To one more shared stripe, or to another one. */
  private void moveOn(int id) {
    try {
      hint(ownStripes().moreShared(id), id);
    } catch (OutOfMemoryError e) {
      // The caller wanted to count, and has. To throw would tell it otherwise.
    }
  }

  private boolean becomesOwner(Object mode, Thread current) {
    return !isLive(mode) && MODE.compareAndSet(this, mode, current);
  }

  private int remoteIndex(int counter, long delta) {
    return Words.PADDING + (delta >= 0 ? counter : local.length + counter);
  }

  private long[] remote() {
    long[] remote = this.remote;
    return remote != null ? remote : makeRemote();
  }

  private long[] makeRemote() {
    long[] made = new long[Words.PADDING + 2 * local.length];
    Pace.begin(made);
    Contention.begin(made);
    long[] earlier = (long[]) REMOTE.compareAndExchange(this, null, made);
    return earlier != null ? earlier : made;
  }

  /** After a remote update of a single set. If the set cannot be striped now, a later update does it: this one is done. */
  private void keepPace() {
    Object mode = this.mode;
    if (Pace.isThickAndFast(remote) && isLive(mode)) {
      try {
        upgrade(mode, null, "remote updates");
      } catch (RuntimeException | Error e) {
        // The caller wanted to count, and has. To throw would tell it otherwise.
      }
    }
  }

  /**
   * Adds to all counters in one go: the updates of one event, say. Like one {@link #add(int, long)} of each, except
   * that zeros cost nothing, and all together are one update in the sense of K6, one way. Others may see some of them
   * before the rest.
   *
   * @param deltas what to add to each counter, of length {@code size()}; not to be changed by another thread meanwhile
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public void addAll(long[] deltas) {
    requireLength(deltas, "deltas");
    Thread current = Thread.currentThread();
    boolean remote = false;
    for (int i = 0; i < deltas.length; i++) {
      long delta = deltas[i];
      if (delta != 0) {
        remote |= addFor(current, i, delta);
      }
    }
    if (remote) {
      keepPace();
    }
  }

  private void requireLength(long[] array, String name) {
    Objects.requireNonNull(array, name); // compiled code throws a message-less exception of its own
    if (array.length != local.length) {
      throw new IllegalArgumentException("Array of length " + array.length + " for " + local.length + " counters");
    }
  }

  /**
   * Adds the sums of another set to this one, counter by counter, as {@link #sums()} of that one and
   * {@link #addAll(long[])} of this one do: a task's totals into its job's, when the task ends. All of {@code other} is
   * counted if all its updates happen-before this call. Both sets may be in any mode.
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
    addAll(other.sums());
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
   * read of all that it counts (K5, publication). Takes no lock: wait-free in a set that is striped or that only its
   * owner updates; else it tries again while it meets remote updates. Costs some nanoseconds more in the owner, which
   * fences its own writes first, and in a striped set grows with the number of stripes.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @return the sum of the deltas, mod 2<sup>64</sup>
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public long sum(int counter) {
    Objects.checkIndex(counter, local.length);
    prepareToRead();
    return read(counter);
  }

  /**
   * Reads all counters, each as {@link #sum(int)} does.
   *
   * @return the sums, in a new array
   */
  public long[] sums() {
    long[] sums = new long[size()];
    sums(sums);
    return sums;
  }

  /**
   * Reads all counters, each as {@link #sum(int)} does, at the cost of one fence for all, and without garbage.
   *
   * @param into where to put the sums, of length {@code size()}
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public void sums(long[] into) {
    requireLength(into, "into");
    prepareToRead();
    for (int i = 0; i < into.length; i++) {
      into[i] = read(i);
    }
  }

  /** The thread's own adds must have left its store buffer when it reads those of others; and who died is let go. */
  private void prepareToRead() {
    Object mode = this.mode;
    Thread current = Thread.currentThread();
    if (mode == current) {
      VarHandle.fullFence();
    } else if (mode instanceof Stripes) {
      ((Stripes) mode).prepareToRead(current);
    } else if (mode != null && !isLive(mode)) {
      MODE.compareAndSet(this, mode, null);
    }
  }

  private long read(int counter) {
    return isStriped() ? readStriped(counter) : readSingle(counter);
  }

  private long readSingle(int counter) {
    long sum = Words.getVolatile(local, counter);
    return remote == null && !isStriped() ? sum : readWithRemote(counter);
  }

  private long readWithRemote(int counter) {
    while (!isStriped()) {
      long ups = remoteUps(counter);
      long downs = remoteDowns(counter);
      long sum = Words.getVolatile(local, counter) + ups + downs;
      if (remoteUps(counter) == ups && remoteDowns(counter) == downs && !isStriped()) {
        return sum;
      }
    }
    return readStriped(counter);
  }

  private long readStriped(int counter) {
    long lowest = Long.MAX_VALUE;
    int tries = 0;
    while (tries < TRIES) {
      Stripes stripes = (Stripes) mode;
      long downs = remoteDowns(counter) + stripes.downs(counter);
      long before = Words.getVolatile(local, counter);
      long sum = downs + before + remoteUps(counter) + stripes.ups(counter);
      boolean localFell = Words.getVolatile(local, counter) - before < 0;
      boolean downsFell = remoteDowns(counter) + stripes.downs(counter) != downs;
      if (mode == stripes) { // else there were none yet, and the sum has nothing of those made meanwhile
        lowest = Math.min(lowest, sum);
        tries = localFell || downsFell ? tries + 1 : TRIES;
      }
    }
    return lowest;
  }

  private long remoteUps(int counter) {
    long[] remote = this.remote;
    return remote == null ? 0 : Words.getVolatile(remote, Words.PADDING + counter);
  }

  private long remoteDowns(int counter) {
    long[] remote = this.remote;
    return remote == null ? 0 : Words.getVolatile(remote, Words.PADDING + local.length + counter);
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
   * calling thread is the owner already, by attaching or by counting, or has a stripe, the attachment is nested, and
   * closing it does nothing. Lock-free, but while Flight Recorder is in use, the first upgrade in the JVM waits until
   * the event's class is loaded.
   *
   * <p>A striped set has up to two stripes per CPU (the CPUs rounded up to a power of two), and at least 16. If other
   * live threads have them all, the thread gets an attachment but no stripe, and counts like a thread that has not
   * attached. When it attaches again it may get a stripe, and then closing that attachment is what makes it leave.
   *
   * @return what the calling thread closes when its work on this process ends
   */
  public Attachment attach() {
    Thread current = Thread.currentThread();
    return new Attachment(this, local, current, join(current, true));
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
    Thread current = Thread.currentThread();
    return new Attachment(this, local, current, join(current, false));
  }

  /** Whether the thread owned nothing before. */
  private boolean join(Thread current, boolean mayStripe) {
    while (true) {
      Object mode = this.mode;
      if (mode == current) {
        return false;
      }
      if (mode instanceof Stripes) {
        return joinStriped(ownStripes(), current);
      }
      if (isLive(mode) ? !mayStripe || upgrade(mode, current, "attach") : becomesOwner(mode, current)) {
        return true;
      }
    }
  }

  private boolean joinStriped(Stripes stripes, Thread current) {
    int id = (int) current.getId(); // first, as it may do anything, attach included
    Stripe own = stripes.ownedBy(current);
    Stripe stripe = own != null ? own : stripes.attach(current, id);
    if (stripe != null && Hints.find(hints, current, id) != stripe) { // also for its own, as a hint may be lost
      hint(stripe, id);
    }
    return own == null;
  }

  /** Leads the thread of this id to a stripe. If that fails, it counts all the same. */
  private void hint(Stripe stripe, int id) {
    try {
      Stripe[] before;
      Stripe[] after;
      do {
        before = hints;
        after = Hints.with(before == null ? Hints.none() : before, stripe, id);
      } while (after == before ? hints != before : !HINTS.compareAndSet(this, before, after));
    } catch (OutOfMemoryError e) {
      // Only about speed.
    }
  }

  /**
   * Makes the calling thread leave, whatever attachments it has open: if it is the owner, nobody is, and if it has a
   * stripe, that is free. The set no longer refers to it (K8, no thread kept). Does nothing if it owns nothing. A set
   * stays single when one thread leaves before the next attaches. Wait-free.
   */
  public void detach() {
    Thread current = Thread.currentThread();
    if (mode == current) {
      MODE.compareAndSet(this, current, null);
    }
    Object mode = this.mode;
    if (mode instanceof Stripes) {
      ((Stripes) mode).detach(current);
    }
  }

  /**
   * Wraps a task so that the thread that runs it is attached meanwhile, and detached afterwards unless it was attached
   * before, also when the task throws.
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
   * Wraps a task so that the thread that runs it is attached meanwhile, and detached afterwards unless it was attached
   * before, also when the task throws.
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
   * Wraps an executor so that each task it runs is attached meanwhile, as by {@link #attached(Runnable)}: for code that
   * makes its own tasks.
   *
   * <p>A stage of a {@link java.util.concurrent.CompletableFuture} completes inside such a task, before its thread leaves.
   * If the thread that waits for the stage attaches at once, both are attached for a moment, and the set is striped (K6,
   * one way). There, wrap the work itself: {@code runAsync(set.attached(work), executor)}.
   *
   * @param executor runs the tasks
   * @return an executor for any thread
   * @throws NullPointerException if the executor is null
   */
  public Executor attachedExecutor(Executor executor) {
    Objects.requireNonNull(executor, "executor");
    return task -> executor.execute(attached(task));
  }

  /**
   * Stripes the set now, for one that is known to be shared from the start, or updated by many threads that do not
   * attach. Does nothing if it is striped. A live owner gets a stripe. Lock-free, but for the first upgrade in the JVM,
   * as in {@link #attach()}.
   */
  public void upgrade() {
    Object mode;
    do {
      mode = this.mode;
    } while (!(mode instanceof Stripes) && !upgrade(mode, null, "request"));
  }

  /** Stripes the set, with a stripe for a live owner and for who attaches, unless that is not called for any more. */
  private boolean upgrade(Object mode, Thread attacher, String cause) {
    Thread owner = isLive(mode) ? (Thread) mode : null;
    Stripes stripes = owner == null ? Stripes.NONE : new Stripes(local.length);
    Stripe owners = owner == null ? null : stripes.attach(owner, (int) owner.getId());
    Stripe attachers = owner == null || attacher == null ? null : stripes.attach(attacher, (int) attacher.getId());
    boolean calledFor = attacher == null || isLive(owner);
    if (!calledFor || !MODE.compareAndSet(this, mode, stripes)) {
      return false;
    }
    if (owner != null) {
      hint(owners, owners.id());
    }
    if (attacher != null) {
      hint(attachers, attachers.id());
    }
    try {
      Upgrades.record(cause, owner, attacher, local.length);
    } catch (LinkageError | RuntimeException e) {
      // Without Flight Recorder, or in trouble, the event is lost: the set is striped, and attaching must not fail.
    }
    return true;
  }

  boolean isOwnedBy(Thread thread) {
    return mode == thread;
  }

  /** The thread's stripe, or null. */
  Stripe stripeOf(Thread thread) {
    Object mode = this.mode;
    return mode instanceof Stripes ? ((Stripes) mode).ownedBy(thread) : null;
  }

  /** Stripes to which this set may add. */
  private Stripes ownStripes() {
    if (mode == Stripes.NONE) {
      MODE.compareAndSet(this, Stripes.NONE, new Stripes(local.length));
    }
    return (Stripes) mode;
  }

  private static boolean isLive(Object thread) {
    return thread instanceof Thread && ((Thread) thread).isAlive();
  }

  /**
   * Tells whether the set is striped. Once it is, it stays so.
   *
   * @return whether the set is striped
   */
  public boolean isStriped() {
    return mode instanceof Stripes;
  }

  /**
   * Describes the set for a log line: its size, its mode, the owner of a single set if there is one, and the sums.
   *
   * @return such as {@code ProcessCounters[size=2, single, owner=main, sums=[7, 512]]}
   */
  @Override
  public String toString() {
    Object mode = this.mode;
    String modeName = mode instanceof Stripes ? "striped"
        : isLive(mode) ? "single, owner=" + nameOf((Thread) mode) : "single";
    return "ProcessCounters[size=" + size() + ", " + modeName + ", sums=" + Arrays.toString(sums()) + "]";
  }

  /** Virtual threads have no name unless they are given one. */
  static String nameOf(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? thread.toString() : name;
  }
}
