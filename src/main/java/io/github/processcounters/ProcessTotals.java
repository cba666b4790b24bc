package io.github.processcounters;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The totals of many processes that come and go (queries, connections, files), to export: each is a {@link Part} with a
 * set of its own, in which its threads count as in any {@link ProcessCounters}. The totals are those of all parts at
 * work and of all that ended.
 *
 * <pre>{@code
 * static final ProcessTotals QUERIES = new ProcessTotals(2);
 *
 * try (ProcessTotals.Part query = QUERIES.begin()) {
 *   query.counters().increment(ROWS);
 *   query.counters().add(BYTES, 512);
 * }
 * long rows = QUERIES.sum(ROWS);          // of all queries, those at work included
 * }</pre>
 *
 * <p>Work that may fail, and must not be in the totals then, counts in a set apart, which is added when it succeeded:
 *
 * <pre>{@code
 * ProcessCounters attempt = new ProcessCounters(2);
 * scan(rows, attempt);                    // if this throws, nothing of it is in the totals
 * query.counters().addAll(attempt);
 * }</pre>
 *
 * <p>Any thread may call anything at any time. What holds is what K1, K3, K4 and K5 of {@link ProcessCounters} say of
 * one set:
 * <ul>
 * <li>Once all is counted, and each part is at work, or closed after it counted last, the totals are exact. What is
 *     counted in a closed part is in the totals when the part is closed again, and not before.
 * <li>The total of a counter that only goes up never falls, and that of a level is never negative, while parts begin,
 *     count and are closed. A level must come down in the part in which it went up. Parts are read one after the other:
 *     an item that leaves one for another meanwhile may be read in both, or in neither.
 * <li>Of two threads that each count in a part at work and then read the totals, at least one sees what the other
 *     counted.
 * </ul>
 *
 * <p><b>Locks.</b> Counting takes none. To begin and to close a part takes a short one, which threads on different CPUs
 * seldom share. A read takes all of these, one after the other, each for as long as it takes to read the parts that it
 * guards. Reads take turns.
 *
 * <p><b>Memory.</b> A part at work takes about 70 bytes more than its set, a closed one nothing. A part that nobody
 * refers to any more is closed after a garbage collection, when the next part begins or the totals are read: it leaks
 * nothing, and what it had counted stays in the totals. So keep the part, and not only its set, while anybody counts.
 *
 * @since 0.1
 */
public final class ProcessTotals implements CounterSums {

  /** As many as CPUs, since no more threads run at once; a power of two. A few more on small machines, to meet less. */
  private static final int SHARDS =
      Math.max(8, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

  private final AtomicReferenceArray<Shard> shards = new AtomicReferenceArray<>(SHARDS);

  private final ReferenceQueue<Part> abandoned = new ReferenceQueue<>();

  /**
   * The sums of one part while the totals are read. Also the lock of all reads: the second of two counts all that a
   * thread did before the first, which is the last promise above.
   */
  private final long[] sumsOfPart;

  /**
   * Makes totals without parts: all are zero.
   *
   * @param size the number of counters of each part, 1 to {@link ProcessCounters#MAX_SIZE}
   * @throws IllegalArgumentException if the size is out of range
   */
  public ProcessTotals(int size) {
    if (size < 1 || size > ProcessCounters.MAX_SIZE) {
      throw new IllegalArgumentException("Size " + size + " is not between 1 and " + ProcessCounters.MAX_SIZE);
    }
    this.sumsOfPart = new long[size];
  }

  /**
   * Returns the number of counters.
   *
   * @return the number of counters of each part, at least 1
   */
  @Override
  public int size() {
    return sumsOfPart.length;
  }

  /**
   * Begins a part. Nobody owns its set: whoever counts first does, whether that is the calling thread or another one.
   * Costs about as much as thirty adds to a {@link java.util.concurrent.atomic.LongAdder}, closing included.
   *
   * @return a part whose counters are zero, to be closed when the work is done
   */
  public Part begin() {
    Shard shard = shardOf(Thread.currentThread());
    closeAbandoned();
    Part part = new Part(new ProcessCounters(size()), shard, abandoned);
    shard.list(part.entry);
    return part;
  }

  /** Any shard would do: an id only says where threads seldom meet. */
  private Shard shardOf(Thread thread) {
    int place = (int) thread.getId() & (SHARDS - 1);
    Shard shard = shards.get(place);
    if (shard == null) {
      shards.compareAndSet(place, null, new Shard(size()));
      shard = shards.get(place);
    }
    return shard;
  }

  private void closeAbandoned() {
    for (Reference<? extends Part> part = abandoned.poll(); part != null; part = abandoned.poll()) {
      ((Entry) part).close();
    }
  }

  /**
   * Reads the total of one counter: costs a read of it in each part at work. Has the memory effects of an acquiring
   * read of all that it counts (K5).
   *
   * @param counter the counter, 0 to {@code size() - 1}
   * @return the total
   * @throws IndexOutOfBoundsException if there is no such counter
   */
  @Override
  public long sum(int counter) {
    Objects.checkIndex(counter, size());
    closeAbandoned();
    synchronized (sumsOfPart) {
      long sum = 0;
      for (int i = 0; i < SHARDS; i++) {
        Shard shard = shards.get(i);
        sum += shard == null ? 0 : shard.sum(counter);
      }
      return sum;
    }
  }

  /**
   * Reads the totals of all counters, each as {@link #sum(int)} does: this is no snapshot across them.
   *
   * @return the totals, in a new array
   */
  @Override
  public long[] sums() {
    long[] sums = new long[size()];
    sums(sums);
    return sums;
  }

  /**
   * Reads the totals of all counters, each as {@link #sum(int)} does, without garbage.
   *
   * @param into where to put the totals, of length {@code size()}
   * @throws NullPointerException if the array is null
   * @throws IllegalArgumentException if it has another length
   */
  @Override
  public void sums(long[] into) {
    Objects.requireNonNull(into, "into");
    if (into.length != size()) {
      throw new IllegalArgumentException("Array of length " + into.length + " for " + size() + " counters");
    }
    closeAbandoned();
    synchronized (sumsOfPart) {
      Arrays.fill(into, 0);
      for (int i = 0; i < SHARDS; i++) {
        Shard shard = shards.get(i);
        if (shard != null) {
          shard.addTo(into, sumsOfPart);
        }
      }
    }
  }

  /**
   * Describes the totals for a log line: their number, how many parts are at work, and the totals.
   *
   * @return such as {@code ProcessTotals[size=2, atWork=3, sums=[7, 512]]}
   */
  @Override
  public String toString() {
    long[] sums = sums();
    int atWork = 0;
    for (int i = 0; i < SHARDS; i++) {
      Shard shard = shards.get(i);
      atWork += shard == null ? 0 : shard.atWork();
    }
    return "ProcessTotals[size=" + size() + ", atWork=" + atWork + ", sums=" + Arrays.toString(sums) + "]";
  }

  /**
   * One process, from {@link ProcessTotals#begin()} to {@link #close()}. Any thread may call anything at any time.
   *
   * @since 0.1
   */
  public static final class Part implements AutoCloseable {

    private final Entry entry;

    private Part(ProcessCounters counters, Shard shard, ReferenceQueue<Part> abandoned) {
      this.entry = new Entry(this, counters, shard, abandoned);
    }

    /**
     * Returns the set of this part, always the same one. What is counted in it is in the totals at once, until the part
     * is closed or nobody refers to the part any more. The set does not keep the part: keep both.
     *
     * @return the set
     */
    public ProcessCounters counters() {
      return entry.counters;
    }

    /**
     * Ends the part: what it has counted stays in the totals, and what it counts from now on is added when it is closed
     * again. So any of its threads may close it, any number of times, and if each does so when it is done, all is in
     * the totals once. What is counted after the last time is lost. Costs a read of the set, and a short lock.
     */
    @Override
    public void close() {
      entry.close();
    }

    /**
     * Describes the part for a log line.
     *
     * @return such as {@code Part[ProcessCounters[size=2, single, owner=main, sums=[7, 512]]]}
     */
    @Override
    public String toString() {
      return "Part[" + entry.counters + "]";
    }
  }

  /** A part as its shard knows it: keeps what is counted, but not the part, so that the queue tells when that is gone. */
  private static final class Entry extends WeakReference<Part> {

    private static final int NOWHERE = -1;

    private final ProcessCounters counters;
    private final Shard shard;

    /** Its index in the shard's list; guarded by the shard's lock, as is what was taken. */
    private int index = NOWHERE;

    /** The sums up to the last close; null before the first. */
    private long[] taken;

    private Entry(Part part, ProcessCounters counters, Shard shard, ReferenceQueue<Part> abandoned) {
      super(part, abandoned);
      this.counters = counters;
      this.shard = shard;
    }

    private void close() {
      shard.close(this);
    }

    /** Returns how much of a counter is new since it was taken. */
    private long untaken(long[] sums, int counter) {
      return taken == null ? sums[counter] : sums[counter] - taken[counter];
    }
  }

  /**
   * The parts that were begun by some of the threads, those at work one by one and those that ended as their sum. Both
   * are guarded by one lock, so that a read counts a part in one of the two: no part moves while it is read.
   */
  private static final class Shard {

    /** In words, on either side: 128 bytes, because processors fetch cache lines of 64 bytes in pairs. */
    private static final int PADDING = 16;

    private static final int ROOM = 32;

    private final int size;

    /**
     * What was taken from parts, and behind it the number of parts at work: what is written when a part begins or ends,
     * apart from everything else in memory, or threads with shards of their own slow each other by a quarter. So this
     * is also the lock.
     */
    private final long[] words;

    /** Without holes, in no order. */
    private Entry[] atWork = new Entry[ROOM];

    private Shard(int size) {
      this.size = size;
      this.words = new long[PADDING + size + 1 + PADDING];
    }

    /** How many are at work; guarded by the lock. */
    private int parts() {
      return (int) words[PADDING + size];
    }

    private void list(Entry entry) {
      synchronized (words) {
        int end = parts();
        if (end == atWork.length) {
          atWork = Arrays.copyOf(atWork, 2 * end);
        }
        atWork[end] = entry;
        entry.index = end;
        words[PADDING + size]++;
      }
    }

    private void close(Entry entry) {
      long[] sums = new long[size];
      synchronized (words) {
        entry.counters.sums(sums);
        for (int i = 0; i < size; i++) {
          words[PADDING + i] += entry.untaken(sums, i);
        }
        entry.taken = sums;
        if (entry.index != Entry.NOWHERE) {
          unlist(entry);
        }
      }
    }

    private void unlist(Entry entry) {
      words[PADDING + size]--;
      int end = parts();
      Entry last = atWork[end];
      atWork[entry.index] = last;
      last.index = entry.index;
      atWork[end] = null;
      entry.index = Entry.NOWHERE;
    }

    private long sum(int counter) {
      synchronized (words) {
        long sum = words[PADDING + counter];
        for (int i = 0; i < parts(); i++) {
          sum += atWork[i].counters.sum(counter);
        }
        return sum;
      }
    }

    private void addTo(long[] into, long[] sumsOfPart) {
      synchronized (words) {
        for (int i = 0; i < size; i++) {
          into[i] += words[PADDING + i];
        }
        for (int part = 0; part < parts(); part++) {
          atWork[part].counters.sums(sumsOfPart);
          for (int i = 0; i < size; i++) {
            into[i] += sumsOfPart[i];
          }
        }
      }
    }

    private int atWork() {
      synchronized (words) {
        return parts();
      }
    }
  }
}
