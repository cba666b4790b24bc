package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted in a part is in the totals once, and stays there. */
final class ProcessTotalsTest {

  private static final int OPEN = 0;
  private static final int DONE = 1;
  private static final int SIZE = 2;

  /** So many that closing a part takes long enough for reads to come in between. */
  private static final int FILLERS = 500;
  private static final int PARTS = 20_000;

  private static final int READS = 5_000;

  private final ProcessTotals totals = new ProcessTotals(SIZE);

  @Test
  @DisplayName("K1: parts at work and parts that ended are in the totals")
  void atWorkAndEnded() {
    assertTotals(totals, 0, 0);
    ProcessTotals.Part first = totals.begin();
    ProcessTotals.Part second = totals.begin();
    assertTotals(totals, 0, 0);
    first.counters().add(DONE, 1);
    first.counters().add(OPEN, 2);
    second.counters().add(DONE, 4);
    assertTotals(totals, 2, 5);
    first.close();
    second.counters().add(OPEN, 8);
    assertTotals(totals, 10, 5);
    second.close();
    assertTotals(totals, 10, 5);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: each close takes what is new, whoever closes, early or late, and however often")
  void closedOften(Mode mode) {
    ProcessTotals.Part part = totals.begin();
    ProcessCounters counters = part.counters();
    if (mode == Mode.STRIPED) {
      counters.upgrade();
    }
    try (Actor other = new Actor("other")) {
      counters.add(OPEN, 1);
      other.run(() -> counters.add(OPEN, 1));
      other.run(() -> counters.add(DONE, 10));
      part.close();
      assertTotals(totals, 2, 10);
      part.close();
      other.run(part::close);
      assertTotals(totals, 2, 10);
      other.run(() -> counters.add(OPEN, -1));
      counters.add(OPEN, -1);
      counters.add(DONE, 20);
      assertTotals(totals, 2, 10);
      other.run(part::close);
      assertTotals(totals, 0, 30);
      part.close();
      assertTotals(totals, 0, 30);
    }
  }

  @Test
  @DisplayName("K1: a part's set is its own, and always the same")
  void sets() {
    ProcessTotals.Part part = totals.begin();
    ProcessTotals.Part other = totals.begin();
    assertSame(part.counters(), part.counters());
    assertNotSame(part.counters(), other.counters());
    assertEquals(SIZE, part.counters().size());
    assertEquals(SIZE, totals.size());
    part.close();
    assertSame(part.counters(), part.counters());
  }

  @Test
  @DisplayName("K8: a part's set has no owner before anybody counts")
  void noOwner() {
    SetAssertions.assertAttached(totals.begin().counters());
  }

  @Test
  @DisplayName("K1: many parts, begun by several threads and closed in any order")
  void manyParts() {
    SplittableRandom random = new SplittableRandom(42);
    List<ProcessTotals.Part> parts = new ArrayList<>();
    long open = 0;
    long done = 0;
    try (Actor other = new Actor("other"); Actor third = new Actor("third")) {
      List<Actor> actors = List.of(other, third);
      for (int i = 0; i < 3_000; i++) {
        if (parts.isEmpty() || random.nextInt(5) < (i < 2_000 ? 4 : 2)) {
          int actor = random.nextInt(3);
          parts.add(actor == 2 ? totals.begin() : actors.get(actor).call(totals::begin));
        } else {
          parts.remove(random.nextInt(parts.size())).close();
        }
        if (!parts.isEmpty()) {
          ProcessCounters counters = parts.get(random.nextInt(parts.size())).counters();
          counters.add(OPEN, i);
          counters.add(DONE, -i);
          open += i;
          done -= i;
        }
        assertTotals(totals, open, done);
      }
      assertTrue(parts.size() > 500, "at work: " + parts.size());
      assertTrue(totals.toString().contains(", atWork=" + parts.size() + ","), totals.toString());
      parts.forEach(ProcessTotals.Part::close);
      assertTotals(totals, open, done);
      assertTrue(totals.toString().contains(", atWork=0,"), totals.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  @DisplayName("K1, K3, K4: while parts begin, count and are closed, no total falls, no level is negative")
  void readsInTheMidst(long idsApart) {
    ProcessTotals totals = new ProcessTotals(2 + FILLERS);
    try (Actor one = ThreadWithId.actor(() -> 3); Actor other = ThreadWithId.actor(() -> 3 + idsApart)) {
      List<Future<?>> working = List.of(one.start(() -> work(totals)), other.start(() -> work(totals)));
      Reader reader = new Reader(totals);
      while (!working.stream().allMatch(Future::isDone)) {
        reader.read();
        assertTrue(reader.open <= 2, () -> "K3: open " + reader.open);
      }
      working.forEach(Actor::await);
    }
    assertEquals(2 * PARTS, totals.sum(DONE));
    assertEquals(0, totals.sum(OPEN));
  }

  private static void work(ProcessTotals totals) {
    for (int i = 0; i < PARTS; i++) {
      try (ProcessTotals.Part part = totals.begin()) {
        part.counters().increment(OPEN);
        part.counters().increment(DONE);
        part.counters().decrement(OPEN);
      }
    }
  }

  @Test
  @DisplayName("K1, K3, K4: parts that several threads count in and close, early, late and often")
  void sharedParts() {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 20; round++) {
      ProcessTotals totals = new ProcessTotals(SIZE);
      AtomicReferenceArray<ProcessTotals.Part> shared = new AtomicReferenceArray<>(4);
      for (int i = 0; i < shared.length(); i++) {
        shared.set(i, totals.begin());
      }
      AtomicInteger working = new AtomicInteger(3);
      List<Runnable> tasks = new ArrayList<>();
      List<Sharer> sharers = new ArrayList<>();
      for (int i = working.get(); i > 0; i--) {
        sharers.add(new Sharer(totals, shared, working, random.split()));
      }
      tasks.addAll(sharers);
      Runnable read = () -> {
        Reader reader = new Reader(totals);
        while (working.get() > 0) {
          reader.read();
        }
      };
      tasks.add(read);
      tasks.add(read);
      Actor.runTogether(tasks);
      assertTotals(totals, 0, sharers.stream().mapToLong(sharer -> sharer.done).sum());
      for (int i = 0; i < shared.length(); i++) {
        shared.get(i).close();
      }
      assertTotals(totals, 0, sharers.stream().mapToLong(sharer -> sharer.done).sum());
    }
  }

  @Test
  @DisplayName("K1: readers at one time are each exact")
  void readersTogether() {
    for (int id = 1; id <= 4; id++) {
      long delta = id;
      try (Actor beginner = ThreadWithId.actor(() -> delta)) {
        beginner.run(() -> {
          for (int i = 0; i < 50; i++) {
            totals.begin().counters().add(DONE, delta);
          }
        });
      }
    }
    Runnable read = () -> {
      for (int i = 0; i < READS; i++) {
        assertArrayEquals(new long[] {0, 500}, totals.sums());
      }
    };
    Actor.runTogether(List.of(read, read));
  }

  /** Counts in whatever parts there are, and closes each after that, as others do; so each is closed after all. */
  private static final class Sharer implements Runnable {

    private static final int TIMES = 3_000;

    private final ProcessTotals totals;
    private final AtomicReferenceArray<ProcessTotals.Part> shared;
    private final AtomicInteger working;
    private final SplittableRandom random;
    private long done;

    Sharer(
        ProcessTotals totals, AtomicReferenceArray<ProcessTotals.Part> shared, AtomicInteger working,
        SplittableRandom random) {
      this.totals = totals;
      this.shared = shared;
      this.working = working;
      this.random = random;
    }

    @Override
    public void run() {
      for (int i = 0; i < TIMES; i++) {
        int place = random.nextInt(shared.length());
        ProcessTotals.Part part = shared.get(place);
        if (random.nextInt(10) == 0) {
          shared.set(place, totals.begin());
        }
        count(part);
        part.close();
      }
      working.decrementAndGet();
    }

    private void count(ProcessTotals.Part part) {
      ProcessCounters counters = part.counters();
      boolean attaches = random.nextInt(4) == 0;
      if (attaches) {
        counters.attach();
      }
      counters.increment(OPEN);
      counters.add(DONE, 3);
      done += 3;
      if (random.nextInt(3) == 0) {
        part.close();
      }
      counters.decrement(OPEN);
      if (attaches) {
        counters.detach();
      }
    }
  }

  private static final class Reader {

    private final ProcessTotals totals;
    private final long[] sums;
    private long done;
    private long open;

    Reader(ProcessTotals totals) {
      this.totals = totals;
      this.sums = new long[totals.size()];
    }

    void read() {
      check(totals.sum(OPEN), totals.sum(DONE));
      totals.sums(sums);
      check(sums[OPEN], sums[DONE]);
    }

    private void check(long open, long done) {
      assertTrue(done >= this.done, () -> "K4: fell from " + this.done + " to " + done);
      assertTrue(open >= 0, () -> "K3: open " + open);
      this.done = done;
      this.open = open;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, ProcessCounters.MAX_SIZE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  @DisplayName("K9: sizes")
  void badSizes(int size) {
    assertThrowsNaming(size, IllegalArgumentException.class, () -> new ProcessTotals(size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, ProcessCounters.MAX_SIZE})
  @DisplayName("K9: the least and the largest size")
  void sizes(int size) {
    ProcessTotals totals = new ProcessTotals(size);
    ProcessTotals.Part part = totals.begin();
    part.counters().add(size - 1, 7);
    assertEquals(7, totals.sum(size - 1));
    part.close();
    assertEquals(7, totals.sums()[size - 1]);
  }

  @Test
  @DisplayName("K9: bad indices and arrays, which stay as they are")
  void badInput() {
    ProcessTotals.Part part = totals.begin();
    part.counters().add(DONE, 3);
    for (int index : new int[] {-1, SIZE, SIZE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertThrowsNaming(index, IndexOutOfBoundsException.class, () -> totals.sum(index));
    }
    for (int length : new int[] {0, SIZE - 1, SIZE + 1, 1000}) {
      long[] into = new long[length];
      assertThrowsNaming(length, IllegalArgumentException.class, () -> totals.sums(into));
      assertArrayEquals(new long[length], into);
    }
    assertThrowsNaming("into", NullPointerException.class, () -> totals.sums(null));
    assertTotals(totals, 0, 3);
  }

  @Test
  @DisplayName("K9: a thread without an id begins nothing")
  void noId() {
    AtomicInteger asked = new AtomicInteger();
    try (Actor nameless = ThreadWithId.actor(() -> {
      asked.incrementAndGet();
      throw new IllegalStateException("no id");
    })) {
      nameless.run(() -> assertThrows(IllegalStateException.class, totals::begin));
      assertEquals(1, asked.get());
    }
    assertEquals("ProcessTotals[size=2, atWork=0, sums=[0, 0]]", totals.toString());
  }

  @Test
  @DisplayName("K9: no name begins nothing")
  void noName() {
    assertThrowsNaming("name", NullPointerException.class, () -> totals.begin(null));
    assertEquals(List.of(), totals.parts());
  }

  @Test
  @DisplayName("K7: who locks the totals, or a part, holds up nobody")
  void locksArePrivate() {
    ProcessTotals.Part part = totals.begin();
    try (Actor other = new Actor("other")) {
      synchronized (totals) {
        synchronized (part) {
          synchronized (part.counters()) {
            other.run(() -> {
              part.counters().increment(DONE);
              totals.begin().close();
              part.close();
              assertTotals(totals, 0, 1);
            });
          }
        }
      }
    }
  }

  @Test
  @DisplayName("Totals and parts show what is in them")
  void strings() {
    assertEquals("ProcessTotals[size=2, atWork=0, sums=[0, 0]]", totals.toString());
    ProcessTotals.Part part = totals.begin();
    totals.begin().close();
    part.counters().upgrade();
    part.counters().add(DONE, -7);
    assertEquals("ProcessTotals[size=2, atWork=1, sums=[0, -7]]", totals.toString());
    assertEquals("Part[ProcessCounters[size=2, striped, sums=[0, -7]]]", part.toString());
    assertEquals("Part[orders, ProcessCounters[size=2, single, sums=[0, 0]]]", totals.begin("orders").toString());
  }

  @Test
  @DisplayName("K1: a part is kept until it is closed, though nobody refers to it, and counts on")
  void kept() {
    ProcessCounters counters = totals.begin("forgotten").counters();
    counters.add(DONE, 2_000);
    collectGarbage();
    counters.add(DONE, 2_000_000);
    assertTotals(totals, 0, 2_002_000);
    assertEquals(List.of("forgotten"), names(totals.parts()));
    totals.parts().get(0).close();
    assertEquals(List.of(), totals.parts());
    assertTotals(totals, 0, 2_002_000);
  }

  private static void collectGarbage() {
    assertCollected(new WeakReference<>(new Object()));
  }

  @Test
  @DisplayName("A part that is closed is collected, with its set, also if it was read, listed and closed again")
  void closed() {
    assertCollected(new WeakReference<>(closedSet()));
    assertTotals(totals, 2, 5);
  }

  private ProcessCounters closedSet() {
    ProcessTotals.Part part = totals.begin();
    part.counters().add(OPEN, 2);
    part.counters().add(DONE, 4);
    assertTotals(totals, 2, 4);
    assertEquals(1, totals.parts().size());
    part.close();
    part.counters().add(DONE, 1);
    part.close();
    return part.counters();
  }

  @Test
  @DisplayName("Parts at work are listed, by whatever thread they were begun, until they are closed")
  void parts() {
    assertEquals(List.of(), totals.parts());
    ProcessTotals.Part nameless = totals.begin();
    List<ProcessTotals.Part> begun = new ArrayList<>(List.of(nameless));
    for (int id = 1; id <= 20; id++) {
      String name = "part " + id % 15;
      long threadId = id;
      try (Actor beginner = ThreadWithId.actor(() -> threadId)) {
        begun.add(beginner.call(() -> totals.begin(name)));
      }
    }
    assertEquals("", nameless.name());
    assertEquals(names(begun), names(totals.parts()));
    assertEquals(Set.copyOf(begun), Set.copyOf(totals.parts()));
    while (!begun.isEmpty()) {
      begun.remove(begun.size() / 2).close();
      assertEquals(begun.size(), totals.parts().size());
      assertEquals(Set.copyOf(begun), Set.copyOf(totals.parts()));
    }
    nameless.counters().increment(DONE);
    nameless.close();
    assertEquals(List.of(), totals.parts());
  }

  private static List<String> names(List<ProcessTotals.Part> parts) {
    return parts.stream().map(ProcessTotals.Part::name).sorted().toList();
  }

  @Test
  @DisplayName("The list of parts is the caller's own")
  void listIsTheCallers() {
    ProcessTotals.Part part = totals.begin();
    List<ProcessTotals.Part> parts = totals.parts();
    assertEquals(List.of(part), parts);
    part.close();
    assertEquals(List.of(part), parts);
    parts.clear();
    parts.add(part);
    assertEquals(List.of(), totals.parts());
  }

  @Test
  @DisplayName("Parts begin and are closed while one read is under way")
  void nobodyWaitsForARead() {
    ProcessTotals totals = new ProcessTotals(10_000);
    for (int i = 0; i < 200; i++) {
      totals.begin().counters().increment(DONE); // a read of all takes milliseconds
    }
    AtomicInteger read = new AtomicInteger();
    AtomicInteger readsWithParts = new AtomicInteger();
    Thread current = Thread.currentThread();
    try (Actor beginner = ThreadWithId.actor(current::getId)) { // so its parts are in the same shard
      AtomicBoolean done = new AtomicBoolean();
      Future<?> parts = beginner.start(() -> {
        for (int last = 0; !done.get(); ) {
          int before = read.get();
          totals.begin().close();
          if (before % 2 == 1 && before != last && before == read.get()) {
            last = before;
            readsWithParts.incrementAndGet();
          }
        }
      });
      long[] into = new long[totals.size()];
      for (int i = 0; i < 100; i++) {
        read.incrementAndGet(); // odd while reading
        totals.sums(into);
        read.incrementAndGet();
        assertEquals(200, into[DONE]);
      }
      done.set(true);
      Actor.await(parts);
    }
    assertTrue(readsWithParts.get() > 50, () -> "of 100 reads, with parts: " + readsWithParts);
  }

  private static void assertCollected(WeakReference<?> reference) {
    for (int i = 0; i < 1000 && !reference.refersTo(null); i++) {
      System.gc();
    }
    assertTrue(reference.refersTo(null), "still referred to");
  }

  @Test
  @DisplayName("Reads make no garbage")
  void noGarbage() {
    for (int i = 0; i < 100; i++) {
      totals.begin().counters().increment(DONE);
    }
    long[] into = new long[SIZE];
    totals.sums(into); // makes room for that many parts
    long before = allocated();
    for (int i = 0; i < READS; i++) {
      totals.sums(into);
      into[DONE] += totals.sum(DONE);
    }
    long bytes = allocated() - before;
    assertTrue(bytes < READS, () -> bytes + " bytes for " + READS + " reads"); // to ask takes some, too
    assertEquals(200, into[DONE]);
  }

  private static long allocated() {
    com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static void assertTotals(ProcessTotals totals, long... expected) {
    long[] one = new long[expected.length];
    Arrays.setAll(one, totals::sum);
    assertArrayEquals(expected, one);
    assertArrayEquals(expected, totals.sums());
    long[] into = new long[expected.length];
    Arrays.fill(into, 0xdead);
    totals.sums(into);
    assertArrayEquals(expected, into);
  }
}
