package io.github.processcounters.integrations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessCounters;
import io.github.processcounters.ProcessTotals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RecipesTest {

  static final int ROWS = 0, BYTES = 1;
  static final int HELD = 1;
  static final int STARTED = 0, FINISHED = 1;

  private static final int THREADS = 4;

  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  @DisplayName("K1, K6: slices add up to what they had, and stripe neither their own sets nor the query's")
  void slices() throws Exception {
    List<List<byte[]>> slices = Collections.nCopies(100, Collections.nCopies(1_000, new byte[10]));
    List<ProcessCounters> counted = Collections.synchronizedList(new ArrayList<>());
    List<Future<?>> running = new ArrayList<>();

    ProcessCounters query = new ProcessCounters(2);
    for (List<byte[]> slice : slices) {
      running.add(pool.submit(() -> {
        ProcessCounters own = countsOf(slice);
        query.addAll(own); // once, at the slice's end

        counted.add(own);
      }));
    }
    for (Future<?> one : running) {
      one.get();
    }
    assertEquals(100, counted.size());
    assertArrayEquals(new long[] {100_000, 1_000_000}, query.sums());
    assertFalse(query.isStriped());
    counted.forEach(own -> assertFalse(own.isStriped()));
  }

  static ProcessCounters countsOf(List<byte[]> slice) {
    ProcessCounters own = new ProcessCounters(2);
    for (byte[] row : slice) {
      own.increment(ROWS);
      own.add(BYTES, row.length);
    }
    return own;
  }

  @Test
  @DisplayName("K4: threads that look every 1,000 rows stop at most 1,000 rows each above the limit")
  void limit() {
    ProcessCounters query = new ProcessCounters(2);
    long limit = 10_000_000;
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      byte[] row = new byte[i + 1];
      running.add(pool.submit(query.attached(() -> read(query, Collections.nCopies(Integer.MAX_VALUE, row), limit))));
    }
    for (Future<?> one : running) {
      assertInstanceOf(IllegalStateException.class, assertThrows(ExecutionException.class, one::get).getCause());
    }
    long most = limit + 1_000 * (1 + 2 + 3 + 4);
    assertTrue(query.sum(BYTES) > limit && query.sum(BYTES) <= most, () -> query + ", at most " + most);
  }

  private static void read(ProcessCounters query, List<byte[]> rows, long limit) {
    int read = 0;
    for (byte[] row : rows) {
      query.add(BYTES, row.length);
      if (++read % 1_000 == 0 && query.sum(BYTES) > limit) {
        throw new IllegalStateException("Read more than " + limit + " bytes");
      }
    }
  }

  @Test
  @DisplayName("K4, K5: while the set is single, what finished is never read ahead of what started")
  void orderWhileSingle() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    watchOrder(query, List.of(pool.submit(query.attached(() -> work(query)))));
    assertFalse(query.isStriped());
  }

  @Test
  @DisplayName("K4, K5: nor when threads share it")
  void orderWhileStriped() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    query.upgrade();
    watchOrder(query, List.of(
        pool.submit(query.attached(() -> work(query))),
        pool.submit(query.attached(() -> work(query))),
        pool.submit(() -> work(query))));
  }

  private static void work(ProcessCounters query) {
    for (int i = 0; i < 1_000_000; i++) {
      query.increment(STARTED);
      // the work
      query.increment(FINISHED);
    }
  }

  private static void watchOrder(ProcessCounters query, List<Future<?>> running) throws Exception {
    while (!running.stream().allMatch(Future::isDone)) {
      long finished = query.sum(FINISHED); // updated last, read first
      long started = query.sum(STARTED);

      assertTrue(started >= finished, () -> started + " started, " + finished + " finished");
    }
    for (Future<?> one : running) {
      one.get();
    }
    assertEquals(query.sum(STARTED), query.sum(FINISHED));
  }

  @Test
  @DisplayName("K3: what is freed after the end comes down in the totals when who frees it closes the part again")
  void freedLate() throws Exception {
    ProcessTotals queries = new ProcessTotals(2);

    ProcessTotals.Part query = queries.begin("orders of today");
    query.counters().add(HELD, 4_096);
    query.close(); // its result is still held

    assertEquals(4_096, queries.sum(HELD));
    pool.submit(() -> query.counters().add(HELD, -4_096)).get();
    assertEquals(4_096, queries.sum(HELD)); // for good, if that is all
    query.counters().add(HELD, 4_096);
    pool.submit(() -> free(query, 4_096)).get();
    assertEquals(0, queries.sum(HELD));
    query.close();
    assertEquals(0, queries.sum(HELD));
    assertEquals(List.of(), queries.parts());
  }

  private static void free(ProcessTotals.Part query, long bytes) {
    query.counters().add(HELD, -bytes);
    query.close(); // again, or the totals keep what was held
  }

  @Test
  @DisplayName("What is never freed is listed with its name, if only who frees it closes the part")
  void leaked() {
    ProcessTotals queries = new ProcessTotals(2);
    ProcessTotals.Part leaking = queries.begin("orders of today");
    leaking.counters().add(HELD, 4_096);
    leaking.counters().detach();
    ProcessTotals.Part freed = queries.begin("orders of today");
    freed.counters().add(HELD, 512);
    free(freed, 512);
    List<String> logged = new ArrayList<>();

    for (ProcessTotals.Part part : queries.parts()) {
      if (part.counters().sum(HELD) > 0) {
        logged.add(part.toString()); // Part[orders of today, ProcessCounters[size=2, single, sums=[0, 4096]]]
      }
    }

    assertEquals(List.of("Part[orders of today, ProcessCounters[size=2, single, sums=[0, 4096]]]"), logged);
  }

  @Test
  @DisplayName("K10: read beside threads that count, the mean of rows of ten bytes is ten")
  void mean() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(pool.submit(query.attached(() -> {
        for (int row = 0; row < 500_000; row++) {
          countOf(new byte[10], query);
        }
      })));
    }
    while (!running.stream().allMatch(Future::isDone)) {
      assertEquals(10, meanOf(query));
    }
    for (Future<?> one : running) {
      one.get();
    }
    assertArrayEquals(new long[] {1_000_000, 10_000_000}, query.sums());
  }

  private static void countOf(byte[] row, ProcessCounters query) {
    query.addAtomically(new long[] {1, row.length}); // ROWS, BYTES
  }

  private static double meanOf(ProcessCounters query) {
    long[] sums = query.sums();
    double mean = (double) sums[BYTES] / sums[ROWS]; // of the same rows

    return sums[ROWS] == 0 ? 10 : mean;
  }

  @Test
  @DisplayName("The peak of what several threads hold is what they held at once, though nobody read it then")
  void peak() throws Exception {
    AtomicLong open = new AtomicLong();
    LongAccumulator peak = new LongAccumulator(Math::max, 0);

    CyclicBarrier all = new CyclicBarrier(THREADS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(pool.submit(() -> {
        for (int round = 0; round < 1_000; round++) {
          peak.accumulate(open.incrementAndGet()); // the value that this thread made, not one read later
          if (round == 500) {
            all.await(60, SECONDS);
          }
          open.decrementAndGet();
        }
        return null;
      }));
    }
    for (Future<?> one : running) {
      one.get();
    }
    assertEquals(THREADS, peak.get());
    assertEquals(0, open.get());
  }
}
