package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static io.github.processcounters.SetAssertions.partsOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K10: whole events, by whoever adds them and however they are read. */
final class EventsTest {

  /** In each event the second counter gets twice as much as the first, the third nothing, the fourth three times as much. */
  private static final long[] EVENT = {1, 2, 0, 3};

  private static final Pattern NUMBERS = Pattern.compile("sums=\\[(\\d+), (\\d+), (\\d+), (\\d+)]");

  /** Their stripes fill a table of 16 places. */
  private static final List<Actor> CROWD = new ArrayList<>();

  private volatile boolean over;

  @BeforeAll
  static void startCrowd() {
    for (int id = 0; id < Table.LEAST; id++) {
      CROWD.add(new Actor(ThreadWithId.named("crowd", id)));
    }
  }

  @AfterAll
  static void endCrowd() {
    CROWD.forEach(Actor::close);
  }

  /** Who adds events, in a set of four counters. Others may do so beside it. */
  private enum Writer {
    OWNER(1),
    OWNER_THAT_IS_DISPLACED(1) {
      @Override
      void meanwhile(ProcessCounters counters) {
        counters.upgrade();
      }
    },
    STRIPES_OWNERS(2) {
      @Override
      void prepare(ProcessCounters counters) {
        counters.upgrade();
      }

      @Override
      void begin(ProcessCounters counters) {
        counters.attach();
      }
    },
    REMOTE(2) {
      @Override
      void prepare(ProcessCounters counters) {
        counters.attach();
      }
    },
    GUESTS(2) {
      @Override
      void prepare(ProcessCounters counters) {
        counters.upgrade();
      }
    },
    GUESTS_OF_A_FULL_TABLE(2) {
      @Override
      void prepare(ProcessCounters counters) {
        counters.upgrade();
        for (Actor actor : CROWD) {
          actor.run(counters::attach);
        }
      }
    },
    ALL_KINDS(4) {
      @Override
      void begin(ProcessCounters counters) {
        if (Thread.currentThread().getId() % 2 == 0) {
          counters.attach();
        }
      }
    },
    WHO_COME_AND_GO(2) {
      @Override
      void eachTime(ProcessCounters counters) {
        counters.detach();
      }
    };

    final int threads;

    Writer(int threads) {
      this.threads = threads;
    }

    void prepare(ProcessCounters counters) {}

    void begin(ProcessCounters counters) {}

    void eachTime(ProcessCounters counters) {}

    void meanwhile(ProcessCounters counters) {}
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K10, K4: every read has all of an event or nothing, and never less than the one before; K1: at the end it has all")
  void whole(Writer writer) {
    for (int round = 0; round < 5; round++) {
      over = false;
      ProcessCounters counters = new ProcessCounters(4);
      writer.prepare(counters);
      long[] added = new long[writer.threads];
      List<Runnable> tasks = new ArrayList<>();
      for (int i = 0; i < writer.threads; i++) {
        int me = i;
        tasks.add(() -> {
          writer.begin(counters);
          while (!over) {
            counters.addAtomically(EVENT);
            writer.eachTime(counters);
            added[me]++;
          }
        });
      }
      tasks.add(() -> {
        try {
          readInAllWays(counters, 50, () -> writer.meanwhile(counters));
        } finally {
          over = true;
        }
      });
      Actor.runTogether(tasks);
      long events = Arrays.stream(added).sum();
      assertSums(counters, events, 2 * events, 0, 3 * events);
    }
  }

  private static void readInAllWays(ProcessCounters counters, int times, Runnable meanwhile) {
    CounterDeltas drained = CounterDeltas.fromZero(counters);
    CounterDeltas into = CounterDeltas.fromZero(counters);
    ProcessCounters total = new ProcessCounters(4);
    long[] sums = new long[4];
    long events = 0;
    for (int i = 0; i < times; i++) {
      if (i == times / 2) {
        meanwhile.run();
      }
      events = assertWhole(events, counters.sums());
      counters.sums(sums);
      events = assertWhole(events, sums);
      assertWhole(0, drained.peek().values());
      assertWhole(0, drained.drain());
      into.drainInto(total);
      assertWhole(0, total.sums());
      ProcessCounters sum = new ProcessCounters(4);
      sum.addAll(counters);
      events = assertWhole(events, sum.sums());
      Matcher printed = NUMBERS.matcher(counters.toString());
      assertTrue(printed.find());
      for (int j = 0; j < 4; j++) {
        sums[j] = Long.parseLong(printed.group(j + 1));
      }
      events = assertWhole(events, sums);
      long one = counters.sum(3);
      assertTrue(one >= 3 * events);
      events = one / 3;
    }
  }

  private static long assertWhole(long least, long[] sums) {
    long events = sums[0];
    assertArrayEquals(new long[] {events, 2 * events, 0, 3 * events}, sums);
    assertTrue(events >= least, () -> events + " after " + least);
    return events;
  }

  @Test
  @DisplayName("K10: what is drained into a set, or added to it, is whole there while others read it")
  void wholeRollUps() {
    ProcessCounters task = new ProcessCounters(4);
    ProcessCounters job = new ProcessCounters(4);
    CounterDeltas deltas = CounterDeltas.fromZero(task);
    job.attach();
    Actor.runTogether(List.of(() -> {
      for (int i = 0; i < 20_000; i++) {
        task.addAtomically(EVENT);
        deltas.drainInto(job);
        job.addAll(task);
      }
      over = true;
    }, () -> {
      for (long events = 0; !over;) {
        events = assertWhole(events, job.sums());
      }
    }));
    assertSums(job, 200_030_000, 400_060_000, 0, 600_090_000);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("K1, K3: single adds and levels in the same set, also in the same counters, keep their clauses beside events")
  void besideSingleAdds(Mode mode) {
    ProcessCounters counters = mode.unowned(4);
    int times = 30_000;
    Runnable adding = () -> {
      try (Attachment attachment = counters.tryAttach()) {
        for (int i = 0; i < times; i++) {
          attachment.addAtomically(EVENT);
          counters.increment(2);
          counters.add(0, 5);
          counters.addAtomically(EVENT);
          counters.add(1, -4);
          counters.decrement(2);
        }
      }
      over = true;
    };
    Actor.runTogether(List.of(adding, adding, () -> {
      for (long last = 0; !over;) {
        long[] sums = counters.sums();
        assertEquals(0, sums[3] % 3);
        assertTrue(sums[0] >= last && sums[1] >= 0 && sums[2] >= 0, () -> Arrays.toString(sums));
        last = counters.sum(0);
        assertTrue(last >= sums[0] && counters.sum(2) >= 0);
      }
    }));
    assertSums(counters, 14 * times, 0, 0, 12 * times);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("K9: a negative delta is named with its counter, an array of another length with that, and nothing is changed")
  void badInput(Mode mode) {
    ProcessCounters counters = mode.unowned(3);
    try (Actor owner = new Actor("owner")) {
      for (boolean owned : new boolean[] {false, true}) {
        if (owned) {
          owner.run(() -> counters.attach());
        }
        List<Object> before = List.of(partsOf(counters));
        long[] sums = counters.sums();
        for (Attachment attachment : new Attachment[] {null, new Attachment(counters, Thread.currentThread())}) {
          for (long[] deltas : new long[][] {{1, 1, -7}, {0, 0, -7}, {2, Long.MIN_VALUE, -7}}) {
            String message = assertThrows(IllegalArgumentException.class, () -> add(counters, attachment, deltas)).getMessage();
            int first = deltas[1] < 0 ? 1 : 2;
            assertEquals("Delta " + deltas[first] + " of counter " + first + " is negative", message);
          }
          assertThrowsNaming(2, IllegalArgumentException.class, () -> add(counters, attachment, new long[2]));
          assertThrowsNaming(4, IllegalArgumentException.class, () -> add(counters, attachment, new long[4]));
          assertEquals("deltas", assertThrows(NullPointerException.class, () -> add(counters, attachment, null)).getMessage());
        }
        assertEquals(before, List.of(partsOf(counters)));
        assertArrayEquals(sums, counters.sums());
      }
    }
  }

  private static void add(ProcessCounters counters, Attachment attachment, long[] deltas) {
    if (attachment == null) {
      counters.addAtomically(deltas);
    } else {
      attachment.addAtomically(deltas);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("one delta alone, or none, is no event: it takes no more room than an add")
  void noEvent(Mode mode) {
    ProcessCounters counters = mode.attached(3);
    counters.addAtomically(new long[3]);
    counters.addAtomically(new long[] {0, 5, 0});
    assertSums(counters, 0, 5, 0);
    assertFalse(partsOf(counters).stream().anyMatch(Events.class::isInstance));
    counters.addAtomically(new long[] {0, 5, 1});
    assertSums(counters, 0, 10, 1);
    assertTrue(partsOf(counters).stream().anyMatch(Events.class::isInstance));
  }

  @Test
  @DisplayName("K1: the next owner goes on from the events of one that left, or died")
  void handOver() {
    ProcessCounters single = new ProcessCounters(4);
    ProcessCounters striped = Mode.STRIPED.unowned(4);
    for (int i = 1; i <= 50; i++) {
      boolean leaves = i % 2 == 0;
      try (Actor actor = ThreadWithId.actor(() -> 7)) {
        actor.run(() -> {
          single.addAtomically(EVENT);
          striped.attach();
          striped.addAtomically(EVENT);
          if (leaves) {
            single.detach();
            striped.detach();
          }
        });
      }
      assertSums(single, i, 2 * i, 0, 3 * i);
      assertSums(striped, i, 2 * i, 0, 3 * i);
    }
    assertFalse(single.isStriped());
    assertEquals(1, partsOf(striped).stream().filter(Stripe.class::isInstance).count());
  }

  @Test
  @DisplayName("K10: a writer that is stopped in the middle of an event holds up no reader")
  void stoppedWriter() {
    Events events = new Events(2);
    long[] deltas = {1, 1};
    events.add(deltas);
    events.add(deltas);
    assertThrows(IndexOutOfBoundsException.class, () -> events.add(new long[] {5, 5, 5})); // has written two
    long[] sums = new long[2];
    Events.addTo(sums, events);
    assertArrayEquals(new long[] {2, 2}, sums);
    assertEquals(2, Events.sum(events, 0));
    events.add(deltas);
    assertEquals(3, Events.sum(events, 0));
  }

  @Test
  @DisplayName("K4: a reader that is stopped between the array and the word, two events long, tries again")
  void stoppedReader() {
    Events events = new Events(1);
    int[] tries = {0};
    long[] into = new long[1];
    events.read(into, sums -> {
      int version = Events.version(events);
      if (tries[0]++ < 2) {
        events.add(new long[] {1});
        events.add(new long[] {1});
      }
      sums[0] = Events.sum(events, version, null, 0);
      return Events.version(events) == version;
    });
    assertEquals(3, tries[0]);
    assertEquals(4, into[0]);
  }

  @Test
  @DisplayName("K10, K4: a reader that meets an event at each try is answered before the next, and has no older answer")
  void asking() {
    Events events = new Events(2);
    long[] deltas = {1, 1};
    for (int i = 0; i < 100; i++) {
      int[] tries = {0};
      long before = Events.sum(events, 0);
      long[] into = new long[2];
      events.read(into, sums -> {
        tries[0]++;
        events.answer();
        events.add(deltas);
        return false;
      });
      assertTrue(tries[0] <= 4, tries[0] + " tries");
      assertEquals(into[0], into[1]);
      assertTrue(into[0] > before);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("K10: beside a writer without pause, a read of 10,000 counters comes back within a few passes")
  void largeSet(Mode mode) {
    assertEquals("", tooManyEventsDuringRead(mode, 10_000, 50));
  }

  /** Prints nothing, if it is true. */
  static final class Uncompiled {
    public static void main(String[] args) {
      for (Mode mode : Mode.values()) {
        System.out.print(tooManyEventsDuringRead(mode, 4, 200));
      }
    }
  }

  @Test
  @DisplayName("K10: so does an uncompiled read")
  void uncompiled(@TempDir Path folder) throws Exception {
    assertEquals("", ChildJvm.run(folder, Uncompiled.class, "-Xint"));
  }

  /** Compares the events during a read with those while each counter is read alone, which takes as long as a pass or more. */
  private static String tooManyEventsDuringRead(Mode mode, int size, int reads) {
    ProcessCounters counters = mode.unowned(size);
    long[] deltas = new long[size];
    Arrays.fill(deltas, 1);
    long[] into = new long[size];
    counters.addAtomically(deltas);
    counters.detach();
    for (int i = 0; i < 1_000; i++) {
      counters.sums(into); // both ways to read are compiled, or none
      counters.sum(0);
    }
    Thread writer = new Thread(() -> {
      counters.attach();
      while (!Thread.currentThread().isInterrupted()) {
        counters.addAtomically(deltas);
      }
    });
    writer.start();
    long[] during = new long[reads];
    long[] meanwhile = new long[reads];
    for (int i = 0; i < reads;) {
      long before = counters.sum(0);
      counters.sums(into);
      long between = counters.sum(0);
      for (int j = 0; j < size; j++) {
        counters.sum(j);
      }
      during[i] = between - before;
      meanwhile[i] = counters.sum(0) - between;
      i += during[i] > 0 && meanwhile[i] > 0 ? 1 : 0; // on a busy machine the writer may stand still
    }
    writer.interrupt();
    Arrays.sort(during);
    Arrays.sort(meanwhile);
    return during[reads / 2] <= 10 * meanwhile[reads / 2] ? "" : during[reads / 2] + ", but " + meanwhile[reads / 2];
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("an owner's events after the first make no garbage; nor does sums(into) in a single set")
  void noGarbage(Mode mode) {
    ProcessCounters counters = mode.attached(4);
    try (Actor other = new Actor("other")) {
      other.run(() -> {
        counters.increment(0);
        counters.addAtomically(EVENT);
      });
    }
    long[] sums = new long[4];
    counters.addAtomically(EVENT);
    assertEquals(0, leastAllocated(() -> counters.addAtomically(EVENT)));
    if (mode == Mode.SINGLE) {
      assertEquals(0, leastAllocated(() -> counters.sums(sums)));
    }
  }

  private static long leastAllocated(Runnable task) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 100; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        task.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  @Test
  @DisplayName("K10, in a user's words: a histogram's buckets add up to its count, and its sum is one of so many values")
  void histogram() {
    int[] bounds = {10, 100, 1_000};
    int count = bounds.length + 1;
    int sum = count + 1;
    ProcessCounters latencies = new ProcessCounters(sum + 1);
    Runnable recording = () -> {
      SplittableRandom random = new SplittableRandom(Thread.currentThread().getId());
      try (Attachment attachment = latencies.attach()) {
        for (int i = 0; i < 50_000; i++) {
          int value = random.nextInt(2_000);
          int bucket = Arrays.binarySearch(bounds, value);
          long[] event = new long[sum + 1];
          event[bucket < 0 ? -bucket - 1 : bucket] = 1;
          event[count] = 1;
          event[sum] = value;
          attachment.addAtomically(event);
        }
      }
      over = true;
    };
    Actor.runTogether(List.of(recording, recording, recording, () -> {
      while (!over) {
        long[] read = latencies.sums();
        long inBuckets = Arrays.stream(read, 0, count).sum();
        assertEquals(read[count], inBuckets);
        assertTrue(read[sum] <= 10 * read[0] + 100 * read[1] + 1_000 * read[2] + 2_000 * read[3]);
        assertTrue(read[sum] >= 11 * read[1] + 101 * read[2] + 1_001 * read[3]);
      }
    }));
    assertEquals(150_000, latencies.sum(count));
  }
}
