package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class CaffeineStatsTest {

  /** More than a set has stripes on a small machine, so that some share one. */
  private static final int THREADS = 16;
  private static final int GETS = 20_000;
  private static final int KEYS = 1_000;

  private final CaffeineStats stats = new CaffeineStats();
  private final ConcurrentStatsCounter expected = new ConcurrentStatsCounter();
  private final LongAdder loads = new LongAdder();
  private final CyclicBarrier first = new CyclicBarrier(THREADS);

  @Test
  @DisplayName("K1, K4: a cache that loads in several threads at once has the statistics of Caffeine's own counter")
  void countsForACache() throws Exception {
    ExecutorService maintenance = Executors.newSingleThreadExecutor();
    LoadingCache<Integer, Integer> cache = Caffeine.newBuilder()
        .initialCapacity(KEYS + THREADS)
        .maximumWeight(KEYS)
        .weigher((Integer key, Integer value) -> 1 + key % 5)
        .executor(maintenance)
        .recordStats(() -> new Both(stats, expected))
        .build(this::load);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        running.add(threads.submit(() -> use(cache, number)));
      }
      CacheStats last = cache.stats();
      while (!running.stream().allMatch(Future::isDone)) {
        CacheStats next = cache.stats();
        assertNoneBelow(last, next);
        last = next;
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
      maintenance.shutdown();
    }
    assertTrue(maintenance.awaitTermination(60, TimeUnit.SECONDS));
    cache.cleanUp();

    CacheStats counted = stats.snapshot();
    assertEquals(expected.snapshot(), counted);
    assertEquals(counted, cache.stats());
    assertEquals(THREADS * GETS, counted.requestCount());
    assertEquals(loads.sum(), counted.loadCount());
    assertNoneBelow(CacheStats.of(1, 1, 1, 1, 1, 1, 1), counted);
    assertTrue(counted.evictionWeight() > counted.evictionCount(), counted.toString());
  }

  private Void use(LoadingCache<Integer, Integer> cache, int number) {
    Random random = new Random(number);
    for (int i = 0; i < GETS; i++) {
      int key = i == 0 ? KEYS + number : random.nextInt(KEYS);
      try {
        assertEquals(key % 11 == 9 ? null : key, cache.get(key));
      } catch (IllegalArgumentException e) {
        assertEquals(10, key % 11);
      }
    }
    return null;
  }

  /** Fails for some keys. The first load of each thread waits for those of the others. */
  private Integer load(Integer key) throws Exception {
    loads.increment();
    if (key >= KEYS) {
      first.await(60, TimeUnit.SECONDS);
    }
    if (key % 11 == 10) {
      throw new IllegalArgumentException("Key " + key);
    }
    return key % 11 == 9 ? null : key;
  }

  @Test
  @DisplayName("What overflows is reported as Caffeine's own counter does, and never makes a snapshot throw")
  void overflows() {
    Both both = new Both(stats, expected);
    for (int i = 0; i < 2; i++) {
      both.recordLoadSuccess(Long.MAX_VALUE);
      both.recordLoadFailure(0);
      both.recordEviction(Integer.MAX_VALUE, RemovalCause.SIZE);
      assertEquals(expected.snapshot(), stats.snapshot());
      assertEquals(expected.toString(), stats.toString());
    }
    assertEquals(Long.MAX_VALUE, stats.snapshot().totalLoadTime());
  }

  @Test
  @DisplayName("K9: an eviction without a cause is refused, and not counted")
  void noCause() {
    assertThrows(NullPointerException.class, () -> stats.recordEviction(1, null));
    assertEquals(CacheStats.empty(), stats.snapshot());
  }

  private static void assertNoneBelow(CacheStats least, CacheStats stats) {
    CacheStats difference = stats.minus(least); // 0 where it would be negative
    assertEquals(stats, difference.plus(least), () -> "Below " + least);
  }

  /** Feeds two, and shows the statistics of the one under test. */
  private record Both(StatsCounter tested, StatsCounter expected) implements StatsCounter {

    @Override
    public void recordHits(int count) {
      tested.recordHits(count);
      expected.recordHits(count);
    }

    @Override
    public void recordMisses(int count) {
      tested.recordMisses(count);
      expected.recordMisses(count);
    }

    @Override
    public void recordLoadSuccess(long nanos) {
      tested.recordLoadSuccess(nanos);
      expected.recordLoadSuccess(nanos);
    }

    @Override
    public void recordLoadFailure(long nanos) {
      tested.recordLoadFailure(nanos);
      expected.recordLoadFailure(nanos);
    }

    @Override
    public void recordEviction(int weight, RemovalCause cause) {
      tested.recordEviction(weight, cause);
      expected.recordEviction(weight, cause);
    }

    @Override
    public CacheStats snapshot() {
      return tested.snapshot();
    }
  }
}
