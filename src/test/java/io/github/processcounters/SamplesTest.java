package io.github.processcounters;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.support.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the Javadoc show stands in this class, and is compiled and run. */
final class SamplesTest {

  private static final Path SOURCE = Path.of("src/test/java/io/github/processcounters/SamplesTest.java");

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final ScheduledExecutorService scheduler = new Hasty();
  private final BlockingQueue<long[]> reports = new LinkedBlockingQueue<>();
  private final AtomicInteger reportsToFail = new AtomicInteger();
  private final System.Logger log = System.getLogger(SamplesTest.class.getName());

  /** Waits for a millisecond where it should for a second. */
  private static final class Hasty extends ScheduledThreadPoolExecutor {

    Hasty() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
      return super.scheduleWithFixedDelay(task, unit.toSeconds(initial), unit.toSeconds(delay), MILLISECONDS);
    }
  }

  static final int ROWS = 0, BYTES = 1;

  enum Count { ROWS, BYTES }

  @AfterEach
  void end() {
    executor.shutdownNow();
    scheduler.shutdownNow();
  }

  private void await(ExecutorService pool) throws InterruptedException {
    pool.shutdown();
    assertTrue(pool.awaitTermination(60, SECONDS));
  }

  @Test
  void firstSample() throws Exception {
    List<byte[]> rows = List.of(new byte[1], new byte[2], new byte[3]);
    ProcessCounters query = new ProcessCounters(2); // of two counters: ROWS = 0, BYTES = 1
    try (Attachment a = query.attach()) {           // this thread is the set's owner now
      for (byte[] row : rows) {
        a.increment(ROWS);                          // a plain write
        a.add(BYTES, row.length);
      }
    }                                               // it leaves, so the next thread can be the owner
    long read = query.sum(ROWS);                    // from any thread, at any time

    assertEquals(3, read);
    executor.submit(query.attached(() -> query.add(BYTES, 512))).get();
    assertArrayEquals(new long[] {3, 518}, query.sums());
    assertFalse(query.isStriped());
  }

  @Test
  void set() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    query.increment(ROWS);                                // this thread is the owner now
    executor.execute(query.attached(() -> query.add(BYTES, 512)));   // a second thread: the set is striped
    long rows = query.sum(ROWS);                          // any thread, any time

    await(executor);
    assertEquals(1, rows);
    assertArrayEquals(new long[] {1, 512}, query.sums());
    assertTrue(query.isStriped());
  }

  @Test
  void event() {
    ProcessCounters query = new ProcessCounters(2);
    int bytes = 512;
    query.addAtomically(new long[] {1, bytes});           // a row and its bytes: no sums() has one without the other

    assertArrayEquals(new long[] {1, 512}, query.sums());
  }

  @Test
  void attachments() {
    ProcessCounters query = new ProcessCounters(2);
    try (Attachment a = query.attach()) {
      a.increment(ROWS);
    }

    assertEquals(1, query.sum(ROWS));
  }

  @Test
  void handles() {
    ProcessCounters query = new ProcessCounters(2);
    class Scan {

      private final CounterHandle rows = query.handle(ROWS);

      void read() {
        rows.increment();
      }
    }
    new Scan().read();

    assertEquals(1, query.sum(ROWS));
  }

  @Test
  void names() throws Exception {
    EnumCounters<Count> query = new EnumCounters<>(Count.class);
    query.increment(Count.ROWS);
    executor.execute(query.attached(() -> query.add(Count.BYTES, 512)));
    long rows = query.sum(Count.ROWS);

    await(executor);
    assertEquals(1, rows);
    assertEquals(Map.of(Count.ROWS, 1L, Count.BYTES, 512L), query.sums());
  }

  @Test
  void attachmentsByName() {
    EnumCounters<Count> query = new EnumCounters<>(Count.class);
    try (EnumAttachment<Count> a = query.attach()) {
      a.increment(Count.ROWS);
    }

    assertEquals(1, query.sum(Count.ROWS));
  }

  /** One below the other, as a user may have them: so the two types need no qualified names, and no casts. */
  @Test
  void bothAttachments() {
    ProcessCounters query = new ProcessCounters(2);
    EnumCounters<Count> named = new EnumCounters<>(Count.class);
    try (Attachment a = query.attach()) {
      a.increment(ROWS);
    }
    try (EnumAttachment<Count> a = named.attach()) {
      a.increment(Count.ROWS);
    }
    try (Attachment a = query.tryAttach(); EnumAttachment<Count> b = named.tryAttach()) {
      a.increment(ROWS);
      b.increment(Count.ROWS);
    }

    assertEquals(2, query.sum(ROWS));
    assertEquals(2, named.sum(Count.ROWS));
  }

  @Test
  void stages() {
    ProcessCounters request = new ProcessCounters(2);
    CompletableFuture.runAsync(request.attached(() -> request.increment(ROWS)), executor)
        .thenRunAsync(request.attached(() -> request.add(BYTES, 512)), executor).join();
    assertFalse(request.isStriped());

    assertArrayEquals(new long[] {1, 512}, request.sums());
  }

  @Test
  void batches() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    query.increment(ROWS);
    reportsToFail.set(1);
    List<LogRecord> logged = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger(log.getName());
    logger.setFilter(record -> !logged.add(record)); // and so does not print it
    CounterDeltas deltas = CounterDeltas.fromZero(query);
    scheduler.scheduleWithFixedDelay(() -> {
      try {
        CounterDeltas.Batch batch = deltas.peek();
        report(batch.values());
        batch.commit();
      } catch (RuntimeException e) {
        log.log(WARNING, "Not reported: the next report has it, too", e);
      }
    }, 0, 10, SECONDS);

    assertArrayEquals(new long[] {1, 0}, reports.poll(60, SECONDS));
    assertEquals(-1, reportsToFail.get());
    logger.setFilter(null);
    assertEquals(List.of("Nobody listens"), logged.stream().map(record -> record.getThrown().getMessage()).toList());
  }

  private void report(long[] deltas) {
    if (reportsToFail.getAndDecrement() > 0) {
      throw new IllegalStateException("Nobody listens");
    }
    reports.add(deltas);
  }

  static final ProcessTotals QUERIES = new ProcessTotals(2);

  @Test
  void namesForParts() {
    long before = QUERIES.sum(BYTES);
    try (ProcessTotals.Part part = QUERIES.begin("orders of today")) {
      EnumCounters<Count> query = new EnumCounters<>(Count.class, part.counters());
      query.add(Count.BYTES, 512);
    }
    Map<Count, Long> ofAllQueries = EnumCounters.sums(Count.class, QUERIES);

    assertEquals(before + 512, ofAllQueries.get(Count.BYTES));
  }

  @Test
  void totals() {
    long before = QUERIES.sum(ROWS);

    try (ProcessTotals.Part query = QUERIES.begin("orders of today")) {
      query.counters().increment(ROWS);
      query.counters().add(BYTES, 512);
    }
    long rows = QUERIES.sum(ROWS);          // of all queries, those at work included

    assertEquals(before + 1, rows);
  }

  @Test
  void attempts() {
    ProcessTotals queries = new ProcessTotals(2);
    ProcessTotals.Part query = queries.begin();
    attempt(List.of(new byte[1], new byte[2]), query);
    assertThrows(NullPointerException.class, () -> attempt(Arrays.asList(new byte[4], null), query));
    assertArrayEquals(new long[] {2, 3}, queries.sums());
  }

  private static void attempt(List<byte[]> rows, ProcessTotals.Part query) {
    ProcessCounters attempt = new ProcessCounters(2);
    scan(rows, attempt);                    // if this throws, nothing of it is in the totals
    query.counters().addAll(attempt);
  }

  private static void scan(List<byte[]> rows, ProcessCounters counters) {
    for (byte[] row : rows) {
      counters.increment(ROWS);
      counters.add(BYTES, row.length);
    }
  }

  static Stream<String> shown() throws Exception {
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/processcounters"))) {
      Stream<String> javadoc = sources.flatMap(Samples::inJavadoc).toList().stream();
      return Stream.concat(Samples.inMarkdown(Path.of("README.md")), javadoc);
    }
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("What is shown stands in a test")
  void shown(String paragraph) {
    assertTrue(Samples.stands(paragraph, SOURCE), paragraph);
  }
}
