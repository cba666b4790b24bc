package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Work that goes on in another thread midway. */
@Timeout(120)
final class StepsTest {

  static final int ROWS = 0, BYTES = 1;

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final ExecutorService other = Executors.newSingleThreadExecutor();
  private final Scheduler scheduler = Schedulers.fromExecutorService(other);
  private final ProcessCounters query = new ProcessCounters(2);

  @AfterEach
  void stop() {
    executor.shutdownNow();
    other.shutdownNow();
  }

  static <T, R> Function<T, R> attached(ProcessCounters query, Function<T, R> step) {
    return value -> {
      try (Attachment a = query.attach()) {
        return step.apply(value);
      }
    };
  }

  private byte[] read(int size) {
    query.increment(ROWS);
    return new byte[size];
  }

  private int parse(byte[] row) {
    query.add(BYTES, row.length);
    return row.length;
  }

  @Test
  @DisplayName("K6, K8: stages that attach each for itself leave the set single and without an owner")
  void stages() {
    for (int i = 0; i < 1_000; i++) {
      int size = CompletableFuture.completedFuture(512)
          .thenApplyAsync(attached(query, this::read), executor)
          .thenApplyAsync(attached(query, this::parse), other).join();

      assertEquals(512, size);
    }
    assertArrayEquals(new long[] {1_000, 512_000}, query.sums());
    assertTrue(query.toString().contains(", single, sums="), query::toString);
  }

  @Test
  @DisplayName("An attachment that is closed by another stage fails under assertions, and its thread stays the owner")
  void carriedThroughStages() {
    Attachment a = query.attach();
    CompletableFuture<Void> chain = CompletableFuture.runAsync(() -> a.increment(ROWS), executor)
        .thenRunAsync(a::close, other);
    assertNotCarried(assertThrows(CompletionException.class, chain::join).getCause());
  }

  @Test
  @DisplayName("K1, K6, K8: so do a Mono's steps; a Flux's steps in two threads stripe the set, and leave it")
  void reactive() {
    int size = Mono.just(512)
        .publishOn(Schedulers.fromExecutorService(executor)).map(attached(query, this::read))
        .publishOn(scheduler).map(attached(query, this::parse)).block();

    assertEquals(512, size);
    assertTrue(query.toString().contains(", single, sums="), query::toString);
    Flux.range(0, 1_000)
        .publishOn(Schedulers.fromExecutorService(executor)).map(attached(query, this::read))
        .publishOn(scheduler).map(attached(query, this::parse)).blockLast();
    assertArrayEquals(new long[] {1_001, 512 + 999 * 500}, query.sums());
    assertFalse(query.toString().contains("owner"), query::toString);
  }

  @Test
  @DisplayName("Nor may a Flux carry an attachment as its resource")
  void carriedThroughFlux() {
    Flux<Integer> rows = Flux.using(query::attach,
        a -> Flux.just(1).publishOn(scheduler).doOnNext(row -> a.increment(ROWS)), Attachment::close);
    assertNotCarried(assertThrows(RuntimeException.class, rows::blockLast).getCause());
  }

  private void assertNotCarried(Throwable error) {
    assertInstanceOf(AssertionError.class, error);
    String thread = Thread.currentThread().getName();
    assertTrue(error.getMessage().startsWith("Attached by thread '" + thread + "', closed by"), error::getMessage);
    assertEquals(1, query.sum(ROWS));
    assertTrue(query.toString().contains(", single, owner=" + thread + ", "), query::toString);
  }

  /** None in an older JDK: an assumption would do, but Maven warns of each test that is skipped. */
  static List<ExecutorService> virtualThreads() throws Exception {
    if (Runtime.version().feature() < 21) {
      System.out.println("StepsTest: virtualThreads() not run, as this JDK has none");
      return List.of();
    }
    return List.of((ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("virtualThreads")
  @DisplayName("K6, K8: a virtual thread may wait while it is attached: it is the same one, whatever carries it")
  void virtualThread(ExecutorService virtual) throws Exception {
    for (int i = 0; i < 100; i++) {
      Future<Integer> size = virtual.submit(query.attachedCall(() -> {
        byte[] row = read(512);
        Thread.sleep(1); // may go on in another carrier
        return parse(row);
      }));

      assertEquals(512, size.get());
    }
    virtual.shutdown();
    assertArrayEquals(new long[] {100, 51_200}, query.sums());
    assertTrue(query.toString().contains(", single, sums="), query::toString);
  }
}
