package io.github.processcounters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The totals of many processes that come and go (queries, connections, files), to export: each is a {@link Part} with a
 * set of its own, in which its threads count as in any {@link ProcessCounters}. The totals are those of all parts at
 * work and of all that ended. A part may have a name, and {@link #parts()} lists those at work.
 *
 * <pre>{@code
 * static final ProcessTotals QUERIES = new ProcessTotals(2);
 *
 * try (ProcessTotals.Part query = QUERIES.begin("orders of today")) {
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
 * <p>Any thread may call anything at any time. What holds follows from K1, K3, K4 and K5 of {@link ProcessCounters} for
 * each part, and this of the totals:
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
 * seldom share. A read takes all of these, one after the other, each only while it copies a list: under a microsecond for
 * a thousand parts. It reads the parts after that, so nobody who begins or closes a part waits for it. Reads take turns.
 *
 * <p><b>Memory.</b> A part at work takes about 50 bytes more than its set. A closed one is let go, but a part that is
 * never closed is kept, with its set, for as long as the totals, as a file stays open until it is closed. {@link #parts()}
 * shows it.
 *
 * @since 0.1
 */
public final class ProcessTotals implements CounterSums {

  /** As many as CPUs, since no more threads run at once; a power of two. A few more on small machines, to meet less. */
  private static final int SHARDS =
      Math.max(8, Integer.highestOneBit(2 * Runtime.getRuntime().availableProcessors() - 1));

  private final AtomicReferenceArray<Shard> shards = new AtomicReferenceArray<>(SHARDS);

  /**
   * Also the lock of all reads: the second of two counts all that a thread did before the first, which is the last
   * promise above.
   */
  private final Reader reader;

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
    this.reader = new Reader(size);
  }

  /**
   * Returns the number of counters.
   *
   * @return the number of counters of each part, at least 1
   */
  @Override
  public int size() {
    return reader.ended.length;
  }

  /**
   * Begins a part without a name, as {@link #begin(String) begin("")} does.
   *
   * @return a part whose counters are zero, to be closed when the work is done
   */
  public Part begin() {
    return begin("");
  }

  /**
   * Begins a part. Nobody owns its set: whoever counts first does, whether that is the calling thread or another one. The
   * totals keep the part until it is closed. Costs about as much as thirty adds to a {@link
   * java.util.concurrent.atomic.LongAdder}, closing included.
   *
   * @param name what the part is called in {@link #parts()}; any number of parts may have one name
   * @return a part whose counters are zero, to be closed when the work is done
   * @throws NullPointerException if the name is null
   */
  public Part begin(String name) {
    Objects.requireNonNull(name, "name");
    Shard shard = shardOf(Thread.currentThread());
    Part part = new Part(name, new ProcessCounters(size()), shard);
    shard.list(part);
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

  /**
   * Lists the parts at work: those that have begun, and are not closed. One that begins or is closed meanwhile may be
   * listed or not. Takes the locks that a read takes, and its turn.
   *
   * @return the parts, in no order, in a new list
   */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    synchronized (reader) {
      for (int i = 0; i < SHARDS; i++) {
        reader.list(shards.get(i), parts);
      }
    }
    return parts;
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
    synchronized (reader) {
      long sum = 0;
      for (int i = 0; i < SHARDS; i++) {
        sum += reader.sum(shards.get(i), counter);
      }
      return sum;
    }
  }

  /**
   * Reads the totals of all counters. Each is what {@link #sum(int)} returns, from one {@link ProcessCounters#sums()} of
   * each part at work.
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
   * Reads the totals of all counters as {@link #sums()} does. Makes garbage only when more parts than ever
   * before are at work, and for parts that have had whole events.
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
    synchronized (reader) {
      Arrays.fill(into, 0);
      for (int i = 0; i < SHARDS; i++) {
        reader.addTo(into, shards.get(i));
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
    return "ProcessTotals[size=" + size() + ", atWork=" + parts().size() + ", sums=" + Arrays.toString(sums()) + "]";
  }

  private static void add(long[] sums, long[] more) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more[i];
    }
  }

  /**
   * One process, from {@link ProcessTotals#begin(String)} to {@link #close()}. Any thread may call anything at any time.
   *
   * @since 0.1
   */
  public static final class Part implements AutoCloseable {

    private static final int NOWHERE = -1;

    private final String name;
    private final ProcessCounters counters;
    private final Shard shard;

    /** Its index in the shard's list; guarded by the shard's lock, as is what was taken. */
    private int index = NOWHERE;

    /** The sums up to the last close; null before the first. */
    private long[] taken;

    /**
     * Set before a close reads what it takes, if a read is under way. A read that looks for this after it read the set, and
     * does not find it, has read no more than the close takes.
     */
    private volatile boolean isClosing;

    private Part(String name, ProcessCounters counters, Shard shard) {
      this.name = name;
      this.counters = counters;
      this.shard = shard;
    }

    /**
     * Returns the name that the part was begun with.
     *
     * @return the name, which is empty if it has none
     */
    public String name() {
      return name;
    }

    /**
     * Returns the set of this part, always the same one. What is counted in it is in the totals at once, until the part
     * is closed.
     *
     * @return the set
     */
    public ProcessCounters counters() {
      return counters;
    }

    /**
     * Ends the part: what it has counted stays in the totals, and what it counts from now on is added when it is closed
     * again. So any of its threads may close it, any number of times, and if each does so when it is done, all is in
     * the totals once. What is counted after the last time is lost. Costs a read of the set, and a short lock.
     */
    @Override
    public void close() {
      shard.close(this);
    }

    /** What a close took, if one came since the part was copied: the next read counts no more. Else null. */
    private long[] taken() {
      return isClosing ? shard.taken(this) : null;
    }

    /**
     * Describes the part for a log line.
     *
     * @return such as {@code Part[orders of today, ProcessCounters[size=2, single, owner=main, sums=[7, 512]]]}
     */
    @Override
    public String toString() {
      return "Part[" + (name.isEmpty() ? "" : name + ", ") + counters + "]";
    }
  }

  /**
   * The parts that were begun by some of the threads: those at work one by one, and those that ended as their sum. Both
   * are guarded by one lock, so that a copy has each part in one of the two.
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

    /** Whether a read has a copy of the parts at work. Set under the lock. Else a close need not pay for a mark. */
    private volatile boolean isRead;

    /** Without holes, in no order. */
    private Part[] atWork = new Part[ROOM];

    private Shard(int size) {
      this.size = size;
      this.words = new long[PADDING + size + 1 + PADDING];
    }

    /** How many are at work; guarded by the lock. */
    private int parts() {
      return (int) words[PADDING + size];
    }

    private void list(Part part) {
      synchronized (words) {
        int end = parts();
        if (end == atWork.length) {
          atWork = Arrays.copyOf(atWork, 2 * end);
        }
        atWork[end] = part;
        part.index = end;
        words[PADDING + size]++;
      }
    }

    private void close(Part part) {
      long[] sums = new long[size];
      synchronized (words) {
        if (isRead) {
          part.isClosing = true;
        }
        part.counters.sums(sums);
        // From here on no call, as there may be no stack for it.
        for (int i = 0; i < size; i++) {
          words[PADDING + i] += part.taken == null ? sums[i] : sums[i] - part.taken[i];
        }
        part.taken = sums;
        if (part.index != Part.NOWHERE) {
          int end = (int) --words[PADDING + size];
          Part last = atWork[end];
          atWork[part.index] = last;
          last.index = part.index;
          atWork[end] = null;
          part.index = Part.NOWHERE;
        }
      }
    }

    private long[] taken(Part part) {
      synchronized (words) {
        return part.taken;
      }
    }

    /** Copies the parts at work, and of what ended these counters; if there is room. Returns the number of parts. */
    private int copy(Part[] parts, long[] ended, int counter, int counters) {
      synchronized (words) {
        if (parts() <= parts.length) {
          isRead = true;
          System.arraycopy(atWork, 0, parts, 0, parts());
          System.arraycopy(words, PADDING + counter, ended, counter, counters);
        }
        return parts();
      }
    }
  }

  /**
   * Reads shards, one after the other: copies what is in one under its lock, and adds that up without the lock. A part may
   * be closed in between, and count late. The next read then has only what the close took, so this one must not have more.
   * See "Totals" in .github/DESIGN.md.
   */
  private static final class Reader {

    /** What the shard has of ended parts. */
    private final long[] ended;

    private final long[] sumsOfPart;

    /** Nulls, but while a shard is read, so that no part is kept; if a read throws, until the next one. */
    private Part[] parts = new Part[Shard.ROOM];

    private int count;

    private Reader(int size) {
      this.ended = new long[size];
      this.sumsOfPart = new long[size];
    }

    private void copy(Shard shard, int counter, int counters) {
      Arrays.fill(parts, 0, count, null); // of a read that threw
      count = shard.copy(parts, ended, counter, counters);
      while (count > parts.length) {
        parts = new Part[2 * count];
        count = shard.copy(parts, ended, counter, counters);
      }
    }

    private void drop(Shard shard) {
      shard.isRead = false;
      Arrays.fill(parts, 0, count, null);
      count = 0;
    }

    private long sum(Shard shard, int counter) {
      if (shard == null) {
        return 0;
      }
      copy(shard, counter, 1);
      long sum = ended[counter];
      for (int i = 0; i < count; i++) {
        Part part = parts[i];
        long sumOfPart = part.counters.sum(counter);
        long[] taken = part.taken();
        sum += taken == null ? sumOfPart : taken[counter];
      }
      drop(shard);
      return sum;
    }

    private void addTo(long[] sums, Shard shard) {
      if (shard == null) {
        return;
      }
      copy(shard, 0, sums.length);
      add(sums, ended);
      for (int i = 0; i < count; i++) {
        Part part = parts[i];
        part.counters.sums(sumsOfPart);
        long[] taken = part.taken();
        add(sums, taken == null ? sumsOfPart : taken);
      }
      drop(shard);
    }

    private void list(Shard shard, List<Part> all) {
      if (shard == null) {
        return;
      }
      copy(shard, 0, 0);
      all.addAll(Arrays.asList(parts).subList(0, count));
      drop(shard);
    }
  }
}
