// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import io.github.processcounters.ProcessCounters;
import java.util.Objects;

/**
 * Caffeine's statistics on one set, in place of seven {@code LongAdder}s: {@code
 * Caffeine.newBuilder().recordStats(CaffeineStats::new)}. A cache counts in whatever threads use it, which attach to
 * nothing: so the set is striped from the start, and nobody waits at a lock.
 */
public final class CaffeineStats implements StatsCounter {

  private static final int HITS = 0;
  private static final int MISSES = 1;
  private static final int LOADS = 2;
  private static final int FAILED_LOADS = 3;
  private static final int LOAD_NANOS = 4;
  private static final int EVICTIONS = 5;
  private static final int EVICTED_WEIGHT = 6;

  private final ProcessCounters counters = new ProcessCounters(7);

  public CaffeineStats() {
    counters.upgrade();
  }

  @Override
  public void recordHits(int count) {
    counters.add(HITS, count);
  }

  @Override
  public void recordMisses(int count) {
    counters.add(MISSES, count);
  }

  @Override
  public void recordLoadSuccess(long nanos) {
    counters.increment(LOADS);
    counters.add(LOAD_NANOS, nanos);
  }

  @Override
  public void recordLoadFailure(long nanos) {
    counters.increment(FAILED_LOADS);
    counters.add(LOAD_NANOS, nanos);
  }

  @Override
  public void recordEviction(int weight, RemovalCause cause) {
    Objects.requireNonNull(cause, "cause");
    counters.increment(EVICTIONS);
    counters.add(EVICTED_WEIGHT, weight);
  }

  @Override
  public CacheStats snapshot() {
    long[] sums = counters.sums();
    for (int i = 0; i < sums.length; i++) {
      if (sums[i] < 0) {
        sums[i] = Long.MAX_VALUE; // it overflowed: CacheStats would throw, and a snapshot must not
      }
    }
    return CacheStats.of(sums[HITS], sums[MISSES], sums[LOADS], sums[FAILED_LOADS], sums[LOAD_NANOS], sums[EVICTIONS],
        sums[EVICTED_WEIGHT]);
  }

  @Override
  public String toString() {
    return snapshot().toString();
  }
}
