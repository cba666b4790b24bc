package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each update is in one drain of each reporter. */
final class CounterDeltasTest {

  private static final int UPS = 0;
  /** Each decrement comes after its increment, in the same thread. */
  private static final int LEVEL = 1;
  /** Any deltas. */
  private static final int ANY = 2;
  private static final int SIZE = 3;

  private static final long BEFORE = 5;

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: a drain has what any thread counted since the last one, and nothing else")
  void sinceLastDrain(Mode mode) {
    ProcessCounters counters = mode.attached(2);
    counters.add(0, 100);
    CounterDeltas deltas = new CounterDeltas(counters);
    assertDrains(deltas, 0, 0);
    try (Actor other = new Actor("other")) {
      counters.add(0, 1);
      other.run(() -> counters.add(0, 2));
      other.run(() -> counters.add(1, -4));
      assertDrains(deltas, 3, -4);
      other.run(() -> assertDrains(deltas, 0, 0));
      counters.add(1, 8);
      other.run(() -> assertDrains(deltas, 0, 8));
      assertDrains(deltas, 0, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: from zero, the first drain has all that was ever counted")
  void fromZero(Mode mode) {
    ProcessCounters counters = mode.attached(2);
    counters.add(0, 100);
    counters.add(1, -1);
    CounterDeltas deltas = CounterDeltas.fromZero(counters);
    assertDrains(deltas, 100, -1);
    counters.add(0, 10);
    assertDrains(deltas, 10, 0);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: reporters take nothing from each other, nor from the set")
  void reportersApart(Mode mode) {
    ProcessCounters counters = mode.attached(1);
    CounterDeltas first = new CounterDeltas(counters);
    counters.add(0, 1);
    CounterDeltas second = new CounterDeltas(counters);
    counters.add(0, 2);
    assertDrains(first, 3);
    counters.add(0, 4);
    assertDrains(second, 6);
    assertDrains(first, 4);
    assertDrains(CounterDeltas.fromZero(counters), 7);
    assertSums(counters, 7);
  }

  @Test
  @DisplayName("K1: what was counted before, in, and after an upgrade is drained once")
  void acrossUpgrade() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    CounterDeltas deltas = new CounterDeltas(counters);
    try (Actor other = new Actor("other")) {
      counters.add(0, 1);
      other.run(() -> counters.add(0, 2));
      assertDrains(deltas, 3);
      counters.add(0, 4);
      other.run(counters::attach);
      other.run(() -> counters.add(0, 8));
      counters.add(0, 16);
      assertDrains(deltas, 28);
    }
    assertDrains(deltas, 0);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: deltas are exact mod 2^64, also when the total wraps")
  void wrap(Mode mode) {
    ProcessCounters counters = mode.attached(1);
    CounterDeltas deltas = new CounterDeltas(counters);
    for (long delta : new long[] {Long.MAX_VALUE, 2, Long.MIN_VALUE, Long.MIN_VALUE, -1, Long.MAX_VALUE}) {
      counters.add(0, delta);
      assertDrains(deltas, delta);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: a batch takes nothing until it is committed, and then exactly what was peeked at")
  void batch(Mode mode) {
    ProcessCounters counters = mode.attached(2);
    CounterDeltas deltas = new CounterDeltas(counters);
    counters.add(0, 1);
    CounterDeltas.Batch dropped = deltas.peek();
    counters.add(1, -2);
    CounterDeltas.Batch batch = deltas.peek();
    counters.add(0, 4);
    assertArrayEquals(new long[] {1, 0}, dropped.values());
    assertArrayEquals(new long[] {1, -2}, batch.values());
    try (Actor other = new Actor("other")) {
      assertTrue(other.call(batch::commit));
    }
    assertFalse(dropped.commit());
    assertFalse(batch.commit());
    assertDrains(deltas, 4, 0);
  }

  @Test
  @DisplayName("K1: a batch takes nothing after anything else was taken, whether that was all, or nothing in sum")
  void outOfDate() {
    ProcessCounters counters = new ProcessCounters(1);
    CounterDeltas deltas = new CounterDeltas(counters);
    counters.add(0, 1);
    assertOutOfDateAfter(deltas, () -> assertArrayEquals(new long[] {1}, deltas.drain()));
    assertOutOfDateAfter(deltas, () -> deltas.drain(new long[1]));
    counters.add(0, 2);
    CounterDeltas.Batch beforePair = deltas.peek();
    counters.add(0, -2);
    assertTrue(deltas.peek().commit());
    assertFalse(beforePair.commit());
    counters.add(0, 4);
    assertOutOfDateAfter(deltas, () -> deltas.drainInto(new ProcessCounters(1)));
    assertDrains(deltas, 0);
  }

  private static void assertOutOfDateAfter(CounterDeltas deltas, Runnable take) {
    CounterDeltas.Batch batch = deltas.peek();
    take.run();
    assertFalse(batch.commit());
  }

  @Test
  @DisplayName("K1: a report that throws loses nothing, if its batch is not committed")
  void failedReports() {
    ProcessCounters counters = new ProcessCounters(1);
    CounterDeltas deltas = CounterDeltas.fromZero(counters);
    long reported = 0;
    for (int i = 0; i < 10; i++) {
      counters.add(0, 100);
      CounterDeltas.Batch batch = deltas.peek();
      boolean fails = i == 3 || i == 9;
      if (!fails) {
        reported += batch.values()[0];
        assertTrue(batch.commit());
      }
    }
    assertEquals(900, reported);
    assertDrains(deltas, 100);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: a roll-up that is repeated adds what is new")
  void drainInto(Mode mode) {
    ProcessCounters task = mode.attached(2);
    ProcessCounters job = mode.attached(2);
    job.add(0, 1000);
    CounterDeltas deltas = CounterDeltas.fromZero(task);
    task.add(0, 1);
    task.add(1, -2);
    deltas.drainInto(job);
    assertSums(job, 1001, -2);
    deltas.drainInto(job);
    assertSums(job, 1001, -2);
    try (Actor late = new Actor("late")) {
      late.run(() -> task.add(0, 4));
      late.run(() -> deltas.drainInto(job));
    }
    assertSums(job, 1005, -2);
    assertSums(task, 5, -2);
    assertDrains(deltas, 0, 0);
  }

  @Test
  @DisplayName("K9: what cannot be added is not taken")
  void drainIntoThatThrows() {
    ProcessCounters task = new ProcessCounters(2);
    ProcessCounters job = Mode.STRIPED.unowned(2);
    CounterDeltas deltas = CounterDeltas.fromZero(task);
    task.add(0, 1);
    task.add(1, 2);
    AtomicBoolean begun = new AtomicBoolean();
    try (Actor unlucky = ThreadWithId.actor(() -> idOr(begun.get()))) {
      begun.set(true);
      unlucky.run(() -> assertThrows(IllegalStateException.class, () -> deltas.drainInto(job)));
    }
    assertSums(job, 0, 0);
    deltas.drainInto(job);
    assertSums(job, 1, 2);
  }

  private static long idOr(boolean fails) {
    if (fails) {
      throw new IllegalStateException("no id");
    }
    return 3;
  }

  @Test
  @DisplayName("K9: a set cannot be drained into none, into itself, or into one of another size; nothing is taken")
  void drainIntoBadSets() {
    ProcessCounters counters = new ProcessCounters(2);
    CounterDeltas deltas = new CounterDeltas(counters);
    counters.add(0, 1);
    assertThrowsNaming("total", NullPointerException.class, () -> deltas.drainInto(null));
    assertThrowsNaming("ProcessCounters", IllegalArgumentException.class, () -> deltas.drainInto(counters));
    for (int size : new int[] {1, 3}) {
      ProcessCounters other = new ProcessCounters(size);
      assertThrowsNaming(size, IllegalArgumentException.class, () -> deltas.drainInto(other));
      assertSums(other, new long[size]);
    }
    assertDrains(deltas, 1, 0);
  }

  @Test
  @DisplayName("Deltas and batches show what is in them, and to show it takes nothing")
  void strings() {
    ProcessCounters counters = new ProcessCounters(2);
    CounterDeltas deltas = new CounterDeltas(counters);
    counters.add(0, 3);
    CounterDeltas.Batch batch = deltas.peek();
    counters.add(1, -512);
    assertEquals("CounterDeltas[pending=[3, -512]]", deltas.toString());
    assertEquals("Batch[values=[3, 0]]", batch.toString());
    assertTrue(batch.commit());
    assertEquals("CounterDeltas[pending=[0, -512]]", deltas.toString());
  }

  @Test
  @DisplayName("K1: arrays are the caller's own")
  void ownArrays() {
    ProcessCounters counters = Mode.SINGLE.attached(2);
    CounterDeltas deltas = new CounterDeltas(counters);
    long[] into = {7, 7};
    counters.add(0, 1);
    deltas.drain(into);
    assertArrayEquals(new long[] {1, 0}, into);
    Arrays.fill(into, 99);
    counters.add(1, 2);
    long[] drained = deltas.drain();
    assertArrayEquals(new long[] {0, 2}, drained);
    Arrays.fill(drained, 99);
    assertDrains(deltas, 0, 0);
    assertArrayEquals(new long[] {99, 99}, into);
    counters.add(0, 4);
    CounterDeltas.Batch batch = deltas.peek();
    Arrays.fill(batch.values(), 99);
    assertArrayEquals(new long[] {4, 0}, batch.values());
    assertTrue(batch.commit());
    assertDrains(deltas, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: a drain into a bad array takes nothing, and leaves the array as it is")
  void badArrays(Mode mode) {
    ProcessCounters counters = mode.attached(2);
    CounterDeltas deltas = new CounterDeltas(counters);
    counters.add(0, 1);
    counters.add(1, -2);
    for (int length : new int[] {0, 1, 3, 1000}) {
      long[] into = new long[length];
      assertThrowsNaming(length, IllegalArgumentException.class, () -> deltas.drain(into));
      assertArrayEquals(new long[length], into);
    }
    assertThrowsNaming("into", NullPointerException.class, () -> deltas.drain(null));
    assertDrains(deltas, 1, -2);
  }

  @Test
  @DisplayName("K9: there are no deltas of nothing")
  void noSource() {
    assertThrowsNaming("source", NullPointerException.class, () -> new CounterDeltas(null));
    assertThrowsNaming("source", NullPointerException.class, () -> CounterDeltas.fromZero(null));
  }

  @Test
  @DisplayName("K1: deltas of totals have what is new in any part, at work or closed, once")
  void totals() {
    ProcessTotals totals = new ProcessTotals(2);
    ProcessTotals.Part first = totals.begin();
    first.counters().add(0, 100);
    CounterDeltas deltas = new CounterDeltas(totals);
    CounterDeltas fromZero = CounterDeltas.fromZero(totals);
    ProcessTotals.Part second = totals.begin();
    first.counters().add(0, 1);
    second.counters().add(1, -2);
    assertDrains(deltas, 1, -2);
    first.close();
    assertDrains(deltas, 0, 0);
    first.counters().add(0, 4);
    assertDrains(deltas, 0, 0);
    first.close();
    second.close();
    assertDrains(deltas, 4, 0);
    ProcessCounters job = new ProcessCounters(2);
    fromZero.drainInto(job);
    assertSums(job, 105, -2);
    totals.begin().counters().add(0, 8);
    CounterDeltas.Batch batch = fromZero.peek();
    assertArrayEquals(new long[] {8, 0}, batch.values());
    assertTrue(batch.commit());
    assertDrains(fromZero, 0, 0);
  }

  @Test
  @DisplayName("K1, K4: deltas of totals are never negative while parts come and go, and add up to all")
  void totalsInTheMidst() {
    int parts = 50_000;
    ProcessTotals totals = new ProcessTotals(1);
    CounterDeltas deltas = new CounterDeltas(totals);
    AtomicInteger counting = new AtomicInteger(2);
    Runnable count = () -> {
      for (int i = 0; i < parts; i++) {
        ProcessTotals.Part part = totals.begin();
        part.counters().increment(0);
        part.close();
        part.counters().increment(0);
        part.close();
      }
      counting.decrementAndGet();
    };
    Runnable drain = () -> {
      long taken = 0;
      boolean last;
      do {
        last = counting.get() == 0;
        long delta = deltas.drain()[0];
        assertTrue(delta >= 0, () -> "K4: a delta of " + delta);
        taken += delta;
      } while (!last);
      assertEquals(4 * parts, taken);
    };
    Actor.runTogether(List.of(count, count, drain));
  }

  @Test
  @DisplayName("K7: who locks the reporter, or the set, holds up nobody")
  void lockIsPrivate() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    CounterDeltas deltas = new CounterDeltas(counters);
    counters.increment(0);
    try (Actor other = new Actor("other")) {
      synchronized (counters) {
        synchronized (deltas) {
          other.run(() -> assertDrains(deltas, 1));
        }
      }
    }
  }

  @Test
  @DisplayName("K1, K3, K4: drains, commits and roll-ups that race with updates and each other take each update once")
  void drainsInTheMidst() {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 100; round++) {
      ProcessCounters counters = new ProcessCounters(SIZE);
      counters.add(UPS, BEFORE);
      counters.detach();
      CounterDeltas shared = CounterDeltas.fromZero(counters);
      AtomicInteger counting = new AtomicInteger(3);
      List<Counting> updates = List.of(
          new Counting(counters, counting, 0, random.split()), // attached
          new Counting(counters, counting, Counting.TIMES / 2, random.split()), // joins, and so stripes the set
          new Counting(counters, counting, Counting.TIMES, random.split())); // never attached
      List<Taking> shares = List.of(
          new Taking(shared, counting, false, CounterDeltas::drain),
          new Taking(shared, counting, false, CounterDeltasTest::commit),
          new Taking(shared, counting, false, CounterDeltasTest::rollUp));
      Taking later = new Taking(new CounterDeltas(counters), counting, true, CounterDeltas::drain);
      Taking fromZero = new Taking(CounterDeltas.fromZero(counters), counting, true, CounterDeltasTest::commit);
      Actor.runTogether(List.of(updates.get(0), shares.get(0), updates.get(1), shares.get(1), updates.get(2),
          shares.get(2), later, fromZero));
      assertTrue(counters.isStriped());

      long[] counted = new long[SIZE];
      updates.forEach(update -> addTo(counted, update.counted));
      assertArrayEquals(counted, later.taken, "by the one that started later");
      counted[UPS] += BEFORE;
      assertSums(counters, counted);
      assertArrayEquals(counted, fromZero.taken, "by the one that started from zero");
      long[] together = new long[SIZE];
      shares.forEach(share -> addTo(together, share.taken));
      assertArrayEquals(counted, together, "by three threads together");
    }
  }

  private static final class Counting implements Runnable {

    static final int TIMES = 2_000;

    final long[] counted = new long[SIZE];
    private final ProcessCounters counters;
    private final AtomicInteger counting;
    private final int attachAt;
    private final SplittableRandom random;

    Counting(ProcessCounters counters, AtomicInteger counting, int attachAt, SplittableRandom random) {
      this.counters = counters;
      this.counting = counting;
      this.attachAt = attachAt;
      this.random = random;
    }

    @Override
    public void run() {
      for (int i = 0; i < TIMES; i++) {
        if (i == attachAt) {
          counters.attach();
        }
        add(UPS, i % 3);
        add(LEVEL, i);
        add(ANY, random.nextLong());
        add(LEVEL, -i);
      }
      counting.decrementAndGet();
    }

    private void add(int counter, long delta) {
      counters.add(counter, delta);
      counted[counter] += delta;
    }
  }

  /** In batches that are committed, if nobody came in between. */
  private static void commit(CounterDeltas deltas, long[] into) {
    CounterDeltas.Batch batch = deltas.peek();
    long[] values = batch.values();
    System.arraycopy(batch.commit() ? values : new long[SIZE], 0, into, 0, SIZE);
  }

  private static void rollUp(CounterDeltas deltas, long[] into) {
    ProcessCounters total = new ProcessCounters(SIZE);
    deltas.drainInto(total);
    total.sums(into);
  }

  /** Takes deltas while others count, and once more after that. */
  private static final class Taking implements Runnable {

    final long[] taken = new long[SIZE];
    private final CounterDeltas deltas;
    private final AtomicInteger counting;
    private final boolean isAlone;
    private final BiConsumer<CounterDeltas, long[]> way;

    Taking(CounterDeltas deltas, AtomicInteger counting, boolean isAlone, BiConsumer<CounterDeltas, long[]> way) {
      this.deltas = deltas;
      this.counting = counting;
      this.isAlone = isAlone;
      this.way = way;
    }

    @Override
    public void run() {
      long[] into = new long[SIZE];
      boolean last;
      do {
        last = counting.get() == 0;
        way.accept(deltas, into);
        assertTrue(into[UPS] >= 0, () -> "K4: " + into[UPS]);
        addTo(taken, into);
        assertTrue(!isAlone || taken[LEVEL] >= 0, () -> "K3: level " + taken[LEVEL]);
      } while (!last);
    }
  }

  private static void addTo(long[] sums, long[] deltas) {
    Arrays.setAll(sums, i -> sums[i] + deltas[i]);
  }

  /** Both ways to drain agree; the second finds nothing left. */
  private static void assertDrains(CounterDeltas deltas, long... expected) {
    assertArrayEquals(expected, deltas.drain());
    long[] into = new long[expected.length];
    Arrays.fill(into, 0xdead);
    deltas.drain(into);
    assertArrayEquals(new long[expected.length], into);
  }
}
