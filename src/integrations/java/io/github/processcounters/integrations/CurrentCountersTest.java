package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessCounters;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

@Timeout(120)
final class CurrentCountersTest {

  static final int ROWS = 0, BYTES = 1;

  private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final Connector connector = new Connector();

  /** A library that takes no set: deep inside, something of ours is called. */
  private static final class Connector {

    void read(int rows) {
      for (int i = 0; i < rows; i++) {
        CurrentCounters.add(ROWS, 1);
        CurrentCounters.add(BYTES, 10);
      }
    }
  }

  @BeforeAll
  static void register() {
    ContextRegistry.getInstance().registerThreadLocalAccessor(new CurrentCounters());
  }

  @AfterAll
  static void remove() {
    assertTrue(ContextRegistry.getInstance().removeThreadLocalAccessor(new CurrentCounters().key()));
  }

  @AfterEach
  void stop() {
    assertNull(CurrentCounters.get());
    executor.shutdownNow();
  }

  @Test
  @DisplayName("Without a current set nothing is counted; one inside another is left for that")
  void nested() {
    long before = CurrentCounters.uncounted();
    connector.read(1);
    assertEquals(before + 2, CurrentCounters.uncounted());
    assertNull(CurrentCounters.get());
    assertThrows(NullPointerException.class, () -> CurrentCounters.open(null));
    ProcessCounters outer = new ProcessCounters(2);
    ProcessCounters inner = new ProcessCounters(2);
    try (CurrentCounters.Scope first = CurrentCounters.open(outer)) {
      connector.read(1);
      assertOwned(outer);
      try (CurrentCounters.Scope second = CurrentCounters.open(inner)) {
        assertSame(inner, CurrentCounters.get());
        connector.read(2);
        assertOwned(inner);
        assertNobodyOwns(outer);
        try (CurrentCounters.Scope third = CurrentCounters.open(inner)) {
          connector.read(4);
        }
        assertOwned(inner);
      }
      assertSame(outer, CurrentCounters.get());
      connector.read(8);
      assertOwned(outer);
      assertNobodyOwns(inner);
    }
    assertEquals(before + 2, CurrentCounters.uncounted());
    connector.read(16);
    assertEquals(before + 34, CurrentCounters.uncounted());
    assertNobodyOwns(outer);
    assertArrayEquals(new long[] {9, 90}, outer.sums());
    assertArrayEquals(new long[] {6, 60}, inner.sums());
  }

  @Test
  @DisplayName("A parallel stream's threads have no current set: what they do not count is counted apart")
  void parallelStream() {
    ProcessCounters query = new ProcessCounters(2);
    long before = CurrentCounters.uncounted();
    try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
      IntStream.range(0, 200_000).parallel().forEach(i -> CurrentCounters.add(ROWS, 1));
    }
    assertEquals(200_000, query.sum(ROWS) + CurrentCounters.uncounted() - before);
  }

  @Test
  @DisplayName("K1: a lambda that captures the set brings it to a parallel stream's threads")
  void capturedByLambda() {
    ProcessCounters query = new ProcessCounters(2);
    long before = CurrentCounters.uncounted();

    IntStream.range(0, 200_000).parallel().forEach(i -> {
      try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
        connector.read(1);
      }
    });

    assertArrayEquals(new long[] {200_000, 2_000_000}, query.sums());
    assertEquals(before, CurrentCounters.uncounted());
    assertNull(ForkJoinPool.commonPool().submit(CurrentCounters::get).join());
  }

  @Test
  @DisplayName("An executor that is not wrapped carries no set, and a test can tell")
  void notWrapped() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    long before = CurrentCounters.uncounted();
    try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
      executor.submit(() -> connector.read(8)).get();
      CompletableFuture.runAsync(() -> connector.read(8)).join();
    }
    assertArrayEquals(new long[2], query.sums());
    assertEquals(before + 32, CurrentCounters.uncounted());
  }

  @Test
  @DisplayName("Who was attached before stays so")
  void attachedBefore() {
    ProcessCounters query = new ProcessCounters(2);
    query.attach();
    try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
      connector.read(8); // deep inside: CurrentCounters.add(ROWS, 1)
    }
    assertOwned(query);
    query.detach();
  }

  @Test
  @DisplayName("K6: a set that another thread owns is not striped")
  void ownedByAnother() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    executor.submit(() -> query.increment(ROWS)).get();
    try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
      connector.read(1);
    }
    assertArrayEquals(new long[] {2, 10}, query.sums());
    assertFalse(query.isStriped());
  }

  @Test
  @DisplayName("K1: a wrapped pool's tasks count where they come from, for many at once")
  void pool() throws Exception {
    List<ProcessCounters> queries = new ArrayList<>();
    List<Future<?>> tasks = new ArrayList<>();
    ExecutorService pool = ContextExecutorService.wrap(executor, SNAPSHOTS);
    for (int i = 0; i < 100; i++) {
      ProcessCounters query = new ProcessCounters(2);
      queries.add(query);
      int rows = i;
      try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
        tasks.add(pool.submit(() -> connector.read(rows)));
        tasks.add(pool.submit(() -> assertSame(query, CurrentCounters.get())));
        connector.read(1000);
      }
      assertNull(CurrentCounters.get());
    }
    for (Future<?> task : tasks) {
      task.get();
    }
    for (int i = 0; i < queries.size(); i++) {
      assertArrayEquals(new long[] {1000 + i, 10 * (1000 + i)}, queries.get(i).sums());
    }
    assertNull(executor.submit(CurrentCounters::get).get());
  }

  @Test
  @DisplayName("In a pool, as the README has it")
  void sample() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    long before = CurrentCounters.uncounted();

    ExecutorService pool = ContextExecutorService.wrap(executor, ContextSnapshotFactory.builder().build());
    try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
      pool.execute(() -> connector.read(8)); // deep inside: CurrentCounters.add(ROWS, 1)
    }

    executor.shutdown();
    assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
    assertArrayEquals(new long[] {8, 80}, query.sums());
    assertEquals(before, CurrentCounters.uncounted());
    assertNobodyOwns(query);
  }

  @Test
  @DisplayName("K6, K8: handed from thread to thread, a set stays single, and none is kept")
  void handedOver() throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    ContextSnapshot snapshot;
    try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
      connector.read(1);
      snapshot = SNAPSHOTS.captureAll();
    }
    for (int i = 0; i < 100; i++) {
      executor.submit(snapshot.wrap(() -> {
        connector.read(1);
        assertOwned(query);
      })).get();
    }
    assertNobodyOwns(query);
    assertArrayEquals(new long[] {101, 1010}, query.sums());
  }

  /** None in an older JDK: an assumption would do, but Maven warns of each test that is skipped. */
  static List<ExecutorService> virtualThreads() throws Exception {
    if (Runtime.version().feature() < 21) {
      System.out.println("CurrentCountersTest: virtualThreads() not run, as this JDK has none");
      return List.of();
    }
    return List.of((ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource
  @DisplayName("K1: virtual threads count where they come from")
  void virtualThreads(ExecutorService virtual) throws Exception {
    ProcessCounters query = new ProcessCounters(2);
    try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
      ExecutorService pool = ContextExecutorService.wrap(virtual, SNAPSHOTS);
      for (int i = 0; i < 10_000; i++) {
        pool.execute(() -> connector.read(1));
      }
    }
    virtual.shutdown();
    assertTrue(virtual.awaitTermination(60, TimeUnit.SECONDS));
    assertArrayEquals(new long[] {10_000, 100_000}, query.sums());
  }

  @Test
  @DisplayName("K1: Reactor carries it to whatever thread an operator runs in, and takes it away there")
  void reactor() throws Exception {
    Hooks.enableAutomaticContextPropagation();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      ProcessCounters query = new ProcessCounters(2);
      try (CurrentCounters.Scope scope = CurrentCounters.open(query)) {
        Flux.range(0, 1_000)
            .publishOn(Schedulers.fromExecutorService(executor)).doOnNext(i -> connector.read(1))
            .publishOn(Schedulers.fromExecutorService(other)).doOnNext(i -> connector.read(1))
            .contextCapture()
            .blockLast();
      }
      assertArrayEquals(new long[] {2_000, 20_000}, query.sums());
      assertNull(other.submit(CurrentCounters::get).get());
      assertTrue(query.isStriped() || !query.toString().contains("owner="), query::toString);
    } finally {
      other.shutdownNow();
      Hooks.disableAutomaticContextPropagation();
    }
  }

  private static void assertOwned(ProcessCounters counters) {
    String owner = ", single, owner=" + Thread.currentThread().getName() + ", ";
    assertTrue(counters.toString().contains(owner), counters::toString);
  }

  private static void assertNobodyOwns(ProcessCounters counters) {
    assertTrue(counters.toString().contains(", single, sums="), counters::toString);
  }
}
