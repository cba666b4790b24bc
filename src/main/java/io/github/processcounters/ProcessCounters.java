package io.github.processcounters;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A fixed set of {@code long} counters that belong to one process (a query, a task, a connection, a cache), nearly
 * always updated by one thread. While one thread is attached, it counts with plain memory writes. When a second one
 * attaches, the set is striped, once and for good, and attached threads count with plain writes, each in a stripe of
 * its own, as long as there are some: at least four a CPU.
 *
 * <pre>{@code
 * static final int ROWS = 0, BYTES = 1;
 *
 * ProcessCounters query = new ProcessCounters(2);       // this thread is attached: it is the owner
 * query.increment(ROWS);
 * executor.execute(query.attached(() -> query.add(BYTES, 512)));   // a second thread: the set is striped
 * long rows = query.sum(ROWS);                          // any thread, any time
 * }</pre>
 *
 * <p><b>What holds.</b> Totals are taken mod 2<sup>64</sup>; what is said of zero and of direction assumes that they
 * stay below 2<sup>63</sup>.
 * <ul>
 * <li>K1: a read that happens-after all updates of a counter returns the sum of all their deltas, whoever made them.
 * <li>K2: while the set is single, all updates and reads of one counter fall into one order that agrees with
 *     happens-before, and a read returns exactly the sum of the updates before it. It orders nothing else: a thread
 *     that builds a protocol on a counter and some other variable writes its own {@link VarHandle#fullFence()}.
 * <li>K3: levels read true. A read that counts a decrement also counts every increment of that counter that
 *     happens-before it. So a level whose decrements come after the increments that pay for them never reads below zero.
 *     A read returns at least the level at some instant during it, and at most that at a later instant of it, if no
 *     decrement lands meanwhile. If some do, a read of a striped set tries again, up to 8 times; if each try meets some, it
 *     is too high by at most the amount decremented during the quietest try: a few, where the level moves without pause.
 * <li>K4: for a counter that is only incremented, a read counts every update that happens-before it and none that it
 *     happens-before, and reads never go backwards. Of two threads that each add and then read, at least one sees the
 *     other's add.
 * <li>K5: what a thread did before an {@code add} happens-before what a reader does after a read that counts it.
 * <li>K6: only {@link #upgrade()}, or a thread that attaches while another live thread is attached, stripes the set.
 * <li>K7: any thread may call any method at any time; attaching makes it fast, not right. Nothing waits for another
 *     thread, except that in a single set {@code attach}, {@code detach}, {@code upgrade}, updates by others than the
 *     owner, and reads that meet such updates, take a short lock.
 * <li>K8: after {@link #detach()} the set does not refer to the thread. One that died attached is let go of when
 *     another needs its place.
 * <li>K9: a call with bad arguments, or that is out of place, throws before it changes anything.
 * </ul>
 * Counters are independent: {@link #sums()} is no snapshot across them. As with any object, other threads must get the
 * set by safe publication.
 */
public final class ProcessCounters {

  /*
   * The idea is Mateusz Guzik's, for the counters of a Linux process (mm_struct.rss_stat; linux-kernel, August 2023, in
   * the thread on execve scalability): most processes have one thread for ever, so count for that one, plainly, and let
   * others count apart from it under a lock; go per-CPU when a second thread appears, and never back.
   *
   * Words. A total is the sum of many words. Each is written
   *   - by one thread at a time, with a plain read and a release write: the home's `local`, and the owned half of a
   *     stripe. The next writer has read in the volatile `owner` that the last one left, or isAlive() of the last one
   *     as false (JLS 17.4.4), and so continues from its last write.
   *   - or under the home's lock: `remote`, the updates of others than the owner, while the set is single.
   *   - or by getAndAdd: the shared half of a stripe.
   * Reads of words are volatile; `remote` is read under the lock, or when it is at rest.
   *
   * Single. A read takes `local` and then looks for `remote` and `stripes`. These only ever appear, so if there is
   * neither, `local` was the total when it was read. Else the lock holds `remote` still while the one word of `local`
   * is read.
   *
   * Upgrade. It makes the stripes: one for a live owner, then one for the attacher, if any, in the same place if both
   * ids lead there. Under the lock, if the owner is still the same, and alive if a second thread is the cause, it
   * publishes them, and only then clears `owner`: a thread that sees itself displaced sees its stripe. Until it does,
   * it goes on adding to `local`, and an add begun before may end long after; nobody else ever writes there again.
   * `remote` is at rest from now on, and complete for all who see the stripes. Both stay in the sum.
   *
   * Striped. A counter has one word for ups and one for downs in each half of a stripe. All such words are listed, ups
   * and downs apart, when they are made, before anything is added to them. A read takes all downs, then the home, and
   * only then the list of the ups, and all in it. Then the home and the downs again; if they fell, all again. A thread
   * that has a stripe adds to the half that it owns, as soon as it sees `places`; all others share.
   *
   * The fence. A release write may wait in a store buffer while its thread goes on to read. So a thread that has
   * written such words fences before it reads: as the owner; as the owner of a stripe, for the last time when it
   * detaches. A displaced owner fences too: the upgrade gave it a stripe, and a read looks through all stripes for one
   * of the reader's. An owner that left a single set did so under the lock: the first remote update or the upgrade
   * comes after that, and sees its writes, or before, and is seen. Who updated `remote` finds it there, or the stripes,
   * and so does everyone who reads under the lock after that; only the first such update is met without the lock, and
   * before it comes the volatile write of `remote` itself. A getAndAdd is not overtaken by volatile reads.
   *
   * Why the clauses hold:
   *   K1 An add changes one word, none is overwritten (see above), and none ever leaves the sum. Whatever leads to a
   *      word (`remote`, `stripes`, the list that it is in) is published before the first add to it.
   *   K2 Reads and remote updates under the lock are in the lock's order, and each such read falls between two of the
   *      owner's adds, as all reads of `local` agree on their order. A read without the lock falls before the first
   *      remote update, since it looks for that after `local`. An owner's add takes its place when it leaves the store
   *      buffer. Only the owner could tell that it was made earlier, and it fences before it reads.
   *   K3 A read that counts a decrement has acquired what came before it. An increment is in the same word, or in one
   *      that is read later: ups come last, also those in words that were made meanwhile, and the home after the
   *      downs. If both are in the home, `remote`, where one of them is, is held still or at rest. So a sum is at least
   *      the level at the first read of the home. If the home did not fall until it was read again, nor the downs until
   *      after that, the sum is at most the level at that second read, as ups only grow. Of several tries the lowest is
   *      taken: the first holds of each.
   *   K4 Each of its words only goes up, and the lists only grow; each is read after the read began, and in an order
   *      with all other volatile reads of it; for the last sentence, the fence.
   *   K5 Each word is written with release or more and read with acquire or more; `remote` by the lock, or by
   *      `stripes`, which is published after its last update.
   *   K6 `stripes` is never cleared. It is set under the lock that a thread needs to leave, while another is attached
   *      and alive.
   *   K7 No clause assumes that a thread is attached: one that owns no word takes the lock or adds atomically. Only a
   *      single set has a lock, and nothing of the user's is called under it.
   *   K8 The set refers to threads only by `owner`, here and in stripes, and detach clears the one that names the
   *      caller.
   *   K9 Arguments are checked, ids asked for (getId can be overridden, and throw), and stripes made before anything is
   *      changed; what fails after an upgrade, to record it, is not thrown. addAll is many adds.
   *
   * What tries to break them. Tests (src/test) name their clauses; those in `model` go through interleavings, the
   * stress tests (jcstress), a class for a clause, through what memory reorders; SoakTest and RandomisedTest mix all.
   *   K1 SumTest, StripedTest, UpgradeTest, LockTest, CollidingIdsTest; stress K1NothingLost
   *   K2 SingleTest, LockTest; model SingleModeTest; stress K2Exact
   *   K3 StripedTest; model StripedModeTest; stress K3NoDecrementAlone
   *   K4 UpgradeTest; model StripedModeTest; stress K4Monotone
   *   K5 SingleTest; stress K5Publication
   *   K6 UpgradeTest, LockTest; model MembershipTest; stress K6OneWay
   *   K7 LockTest, StripedTest, CollidingIdsTest
   *   K8 RetentionTest, AttachmentTest
   *   K9 BadInputTest, AttachmentTest
   *
   * The words of stripes are padded, those of the home are not, as sets are many and most stay single. That is why the
   * old owner has to move: its writes would slow all others, who read the fields of the set nearby.
   */

  /** The largest size of a set: {@value}. */
  public static final int MAX_SIZE = 1 << 16;

  /** How often at the most a read of a striped set begins anew because a decrement came in between. */
  static final int TRIES = 8;

  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(ProcessCounters.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The owner's words; also the home's lock, since no other object could be as private at no cost in memory. */
  private final long[] local;

  /** The thread attached to a single set, if any. Put here by itself, cleared also by who stripes the set. */
  private volatile Thread owner;

  /** Made by the first remote update; elements are guarded by the lock until the set is striped, and then fixed. */
  private volatile long[] remote;

  /** Null while the set is single. */
  private volatile Stripes stripes;

  /** Those of the stripes, also here because an attached add is a quarter faster with one dependent load less. */
  private volatile Stripe[] places;

  /**
   * Makes a set with the calling thread attached: it is the owner, until it calls {@link #detach()}; its attachments
   * are all nested. If another thread does the work, make the set with {@link #detached(int)} and attach there: else
   * that thread stripes the set, when it attaches, or takes a lock at every update, when it does not.
   *
   * @param size the number of counters, 1 to {@link #MAX_SIZE}
   * @throws IllegalArgumentException if the size is out of range
   */
  public ProcessCounters(int size) {
    this(size, Thread.currentThread());
  }

  private ProcessCounters(int size, Thread owner) {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("Size " + size + " is not between 1 and " + MAX_SIZE);
    }
    this.local = new long[size];
    this.owner = owner;
  }

  /**
   * Makes a set with no thread attached, for one that will attach.
   *
   * @param size the number of counters, 1 to {@link #MAX_SIZE}
   * @return the set
   * @throws IllegalArgumentException if the size is out of range
   */
  public static ProcessCounters detached(int size) {
    return new ProcessCounters(size, null);
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
   * Adds to a counter, with the memory effects of a release write (K5). Wait-free, but for a short lock in a single set
   * if the calling thread is not its owner; the first add up or down in a stripe is lock-free. Costs no atomic
   * instruction if the calling thread is the owner or has a stripe, about as much as a
   * {@link java.util.concurrent.atomic.LongAdder} in a striped set if not, and about twice that in a single one.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @param delta what to add, any value; if it is negative, this is a decrement in the sense of K3
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public void add(int counter, long delta) {
    long[] local = this.local;
    Objects.checkIndex(counter, local.length);
    Thread current = Thread.currentThread();
    if (owner == current) {
      Words.addRelease(local, counter, delta);
      return;
    }
    Stripe[] places = this.places;
    if (places == null || !Stripes.add(places, current, counter, delta)) {
      addElsewhere(current, counter, delta);
    }
  }

  private void addElsewhere(Thread current, int counter, long delta) {
    if (stripes != null || !addRemote(counter, delta)) {
      stripes.first(current).addShared(counter, delta);
    }
  }

  /** Adds to the home, unless the set has been striped meanwhile. */
  private boolean addRemote(int counter, long delta) {
    boolean single;
    synchronized (local) {
      single = stripes == null;
      if (single) {
        if (remote == null) {
          remote = new long[local.length];
        }
        remote[counter] += delta;
      }
    }
    return single;
  }

  /**
   * Adds the sums of another set to this one, counter by counter, as one {@link #sum(int)} of each and one
   * {@link #add(int, long)} of what is not zero do: a task's totals into its job's, when the task ends. All of
   * {@code other} is counted if all its updates happen-before this call. Both sets may be in any mode, and take a lock,
   * if at all, one after the other. If an add throws, for want of memory, those before it stay.
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
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] != 0) {
        add(i, sums[i]);
      }
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
   * Reads a counter: exactly while the set is single (K2) or when nobody updates it (K1), and else within K3 and K4.
   * Has the memory effects of an acquiring read of all that it counts (K5). Wait-free, but for a short lock in a single
   * set that others than its owner have updated. Costs some nanoseconds more in an attached thread, which fences its
   * own writes first, and in a striped set grows with the number of stripes.
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @return the sum of the deltas, mod 2<sup>64</sup>
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  public long sum(int counter) {
    long[] local = this.local;
    Objects.checkIndex(counter, local.length);
    fenceIfOwner();
    long sum = Words.getVolatile(local, counter);
    return hasOnlyLocal() ? sum : sumOfAll(counter);
  }

  private long sumOfAll(int counter) {
    if (stripes == null) {
      synchronized (local) {
        if (stripes == null) {
          return Words.getVolatile(local, counter) + remote[counter];
        }
      }
    }
    Stripes stripes = this.stripes;
    stripes.fenceIfOwner(Thread.currentThread());
    return sumOfStriped(stripes, counter);
  }

  /**
   * Downs, home, ups: so a decrement is never counted without the increment that pays for it. Then the home and the downs
   * again: if neither fell, nothing was taken off between the first two and the last two, and the sum is not too high.
   */
  private long sumOfStriped(Stripes stripes, int counter) {
    long downs = stripes.downs(counter);
    long home = home(counter);
    long sum = downs + home + stripes.ups(counter);
    boolean homeFell = home(counter) - home < 0;
    long downsAgain = stripes.downs(counter);
    return homeFell || downsAgain != downs ? lowestSumOfStriped(stripes, counter, sum, downsAgain) : sum;
  }

  private long lowestSumOfStriped(Stripes stripes, int counter, long sum, long downs) {
    long lowest = sum;
    boolean fell = true;
    for (int i = 1; fell && i < TRIES; i++) {
      long home = home(counter);
      lowest = Math.min(lowest, downs + home + stripes.ups(counter));
      boolean homeFell = home(counter) - home < 0;
      long downsAgain = stripes.downs(counter);
      fell = homeFell || downsAgain != downs;
      downs = downsAgain;
    }
    return lowest;
  }

  private long home(int counter) {
    long sum = Words.getVolatile(local, counter);
    long[] remote = this.remote;
    return remote == null ? sum : sum + remote[counter];
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
   * Reads all counters, each as {@link #sum(int)} does, at the cost of one fence or lock for all, and without garbage.
   *
   * @param into where to put the sums, of length {@code size()}
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  public void sums(long[] into) {
    Objects.requireNonNull(into, "into"); // compiled code throws a message-less exception of its own
    if (into.length != local.length) {
      throw new IllegalArgumentException("Array of length " + into.length + " for " + local.length + " counters");
    }
    fenceIfOwner();
    readLocal(into);
    if (!hasOnlyLocal()) {
      sumsOfAll(into);
    }
  }

  private void sumsOfAll(long[] into) {
    if (stripes == null) {
      synchronized (local) {
        if (stripes == null) {
          readLocal(into);
          addRemoteTo(into);
          return;
        }
      }
    }
    Stripes stripes = this.stripes;
    stripes.fenceIfOwner(Thread.currentThread());
    for (int i = 0; i < into.length; i++) {
      into[i] = sumOfStriped(stripes, i);
    }
  }

  private boolean hasOnlyLocal() {
    return remote == null && stripes == null;
  }

  private void fenceIfOwner() {
    if (owner == Thread.currentThread()) {
      VarHandle.fullFence();
    }
  }

  /**
   * Attaches the calling thread, so that it counts fast. If another live thread is attached to the single set, this
   * stripes it (K6), and Flight Recorder gets an event, {@code io.github.processcounters.Upgrade}. If the calling
   * thread is attached already, the attachment is nested, and closing it does nothing. Takes a short lock while the set
   * is single. If Flight Recorder is at work, the first upgrade in the JVM waits until it knows the event.
   *
   * <p>In a striped set an id leads to one of about as many places as there are CPUs, and each has up to four stripes.
   * If other live threads own these, the thread is attached all the same, but counts as if it were not; when it
   * attaches again it may get a stripe, and then that attachment is the one that leaves.
   *
   * @return what the calling thread closes when its work on this process ends
   */
  public Attachment attach() {
    Thread current = Thread.currentThread();
    return new Attachment(this, current, join(current));
  }

  /** Whether the thread was not attached before. */
  private boolean join(Thread current) {
    while (stripes == null) {
      Thread owner = this.owner;
      if (owner == current) {
        return false;
      }
      if (isLive(owner) ? stripe(owner, current) : own(owner, current)) {
        return true;
      }
    }
    return stripes.attach(current);
  }

  /** Makes a thread the next owner, unless the set has changed meanwhile. */
  private boolean own(Thread former, Thread next) {
    boolean unchanged;
    synchronized (local) {
      unchanged = stripes == null && owner == former;
      if (unchanged) {
        setOwner(next);
      }
    }
    return unchanged;
  }

  /** Under the lock, which orders all that a release does not: a volatile write's fence would be for nothing. */
  private void setOwner(Thread thread) {
    OWNER.setRelease(this, thread);
  }

  /**
   * Detaches the calling thread, whatever attachments it has open; the set no longer refers to it (K8). Does nothing
   * if it is not attached. A set stays single when one thread detaches before the next attaches.
   * Takes a short lock while the set is single.
   */
  public void detach() {
    Thread current = Thread.currentThread();
    if (owner == current) {
      synchronized (local) {
        if (owner == current) {
          setOwner(null);
          return;
        }
      }
    }
    Stripes stripes = this.stripes;
    if (stripes != null) {
      stripes.detach(current);
    }
  }

  /**
   * Wraps a task so that the thread that runs it is attached meanwhile, and detached afterwards unless it was attached
   * before, also when the task throws. The compiler takes a lambda whose body is an expression with a value for a
   * {@code Callable}; a block, in braces, is a {@code Runnable}.
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
  public <V> Callable<V> attached(Callable<V> task) {
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
   * attach. Does nothing if it is striped. An owner stays attached. Takes a short lock.
   */
  public void upgrade() {
    while (stripes == null) {
      stripe(owner, null);
    }
  }

  /** Stripes the set, with a stripe for a live owner and for who attaches, unless that is not called for any more. */
  private boolean stripe(Thread owner, Thread attacher) {
    Stripes made = new Stripes(local.length);
    Thread moved = isLive(owner) ? owner : null;
    if (moved != null) {
      made.attach(moved);
    }
    if (attacher != null) {
      made.attach(attacher);
    }
    boolean unchanged;
    synchronized (local) {
      unchanged = stripes == null && this.owner == owner && (attacher == null || isLive(owner));
      if (unchanged) {
        stripes = made;
        places = made.places;
        setOwner(null);
      }
    }
    if (unchanged) {
      try {
        Upgrades.record(moved, attacher, size());
      } catch (Error | RuntimeException e) {
        // Without Flight Recorder, or in trouble, the event is lost: the set is striped, and attaching must not fail.
      }
    }
    return unchanged;
  }

  private static boolean isLive(Thread thread) {
    return thread != null && thread.isAlive();
  }

  /**
   * Tells whether the set is striped. Once it is, it stays so.
   *
   * @return whether the set is striped
   */
  public boolean isStriped() {
    return stripes != null;
  }

  /**
   * Describes the set for a log line: its size, its mode, the owner of a single set if there is one, and the sums.
   *
   * @return such as {@code ProcessCounters[size=2, single, owner=main, sums=[7, 512]]}
   */
  @Override
  public String toString() {
    Thread owner = this.owner;
    String mode = isStriped() ? "striped" : isLive(owner) ? "single, owner=" + nameOf(owner) : "single";
    return "ProcessCounters[size=" + size() + ", " + mode + ", sums=" + Arrays.toString(sums()) + "]";
  }

  /** Virtual threads have no name unless they are given one. */
  static String nameOf(Thread thread) {
    String name = thread.getName();
    return name.isEmpty() ? thread.toString() : name;
  }

  private void readLocal(long[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = Words.getVolatile(local, i);
    }
  }

  private void addRemoteTo(long[] into) {
    long[] remote = this.remote;
    if (remote != null) {
      for (int i = 0; i < into.length; i++) {
        into[i] += remote[i];
      }
    }
  }
}
