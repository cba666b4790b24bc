package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * K3 as a user sees it: threads that take a level up and down again, each holding it for a while, and one that reads it
 * without pause, for {@code -Dlevel.millis=N} a case. There are more threads than processors, so the scheduler stops the
 * reader, and the others, wherever it hurts.
 */
@Tag("proof")
final class LevelTest {

  private static final int LEVEL = 0;

  private final long nanos = TimeUnit.MILLISECONDS.toNanos(Long.getLong("level.millis", 500));
  private volatile boolean over;

  private enum Read {
    SUM,
    SUMS,
    SUMS_INTO,
    DELTAS,
    ENUM,
    ROLL_UP;

    LongSupplier of(EnumCounters<Level> level) {
      ProcessCounters counters = level.counters();
      switch (this) {
        case SUMS:
          return () -> counters.sums()[LEVEL];
        case SUMS_INTO:
          long[] into = new long[counters.size()];
          return () -> {
            counters.sums(into);
            return into[LEVEL];
          };
        case DELTAS:
          CounterDeltas deltas = CounterDeltas.fromZero(counters);
          long[] sum = {0};
          return () -> sum[0] += deltas.drain()[LEVEL];
        case ENUM:
          return () -> level.sum(Level.OPEN);
        case ROLL_UP:
          return () -> {
            ProcessCounters total = new ProcessCounters(counters.size());
            total.addAll(counters);
            return total.sum(LEVEL);
          };
        default:
          return () -> counters.sum(LEVEL);
      }
    }
  }

  private enum Level { OPEN, OTHER }

  @ParameterizedTest
  @DisplayName("K3: a level without pauses is almost never read too high, and never far, and never below zero")
  @CsvSource({
    "SUM, 2, true", "SUM, 2, false", "SUM, 4, true", "SUM, 4, false",
    "SUMS, 2, true", "SUMS_INTO, 2, true", "DELTAS, 2, true", "ENUM, 2, true", "ROLL_UP, 2, true"
  })
  void withoutPauses(Read form, int threads, boolean attached) {
    Seen seen = read(form, threads, attached, 0);
    assertTrue(seen.lowest >= 0, seen::toString);
    assertFalse(seen.isOftenTooHigh(), seen::toString);
    assertTrue(seen.highest <= 1_000, seen::toString);
  }

  @ParameterizedTest
  @DisplayName("K3: a level that each thread holds for 50 microseconds is never read too high, nor below zero")
  @CsvSource({"SUM, 8, true", "SUM, 8, false", "SUMS, 8, true"})
  void held(Read form, int threads, boolean attached) {
    Seen seen = read(form, threads, attached, 50_000);
    assertTrue(seen.lowest >= 0, seen::toString);
    assertEquals(0, seen.tooHigh, seen::toString);
  }

  private Seen read(Read form, int threads, boolean attached, long holdNanos) {
    EnumCounters<Level> level = new EnumCounters<>(Level.class);
    ProcessCounters counters = level.counters();
    counters.upgrade();
    Runnable upAndDown = () -> {
      while (!over) {
        counters.increment(LEVEL);
        spin(holdNanos);
        counters.decrement(LEVEL);
      }
    };
    Seen seen = new Seen(threads);
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(attached ? counters.attached(upAndDown) : upAndDown);
    }
    tasks.add(() -> {
      LongSupplier sum = form.of(level);
      try {
        // Reads that are not compiled yet are hundreds of times as long. On a busy machine the compiler takes its time.
        for (int round = 0; round < 8 && (round == 0 || seen.isOftenTooHigh()); round++) {
          new Seen(threads).watch(sum, nanos / 4);
          seen.startRound();
          seen.watch(sum, nanos);
        }
      } finally {
        over = true;
      }
    });
    Actor.runTogether(tasks);
    assertSums(counters, 0, 0);
    System.out.printf("LevelTest: %s, %d threads, %s, held for %d ns: %s%n",
        form, threads, attached ? "attached" : "not attached", holdNanos, seen);
    return seen;
  }

  private static void spin(long nanos) {
    if (nanos > 0) {
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }

  private final class Seen {

    private final long most;
    private long reads;
    private long tooHigh;
    private long highest;
    private long lowest;

    Seen(long most) {
      this.most = most;
    }

    void startRound() {
      reads = 0;
      tooHigh = 0;
    }

    boolean isOftenTooHigh() {
      return tooHigh > reads * 0.0002;
    }

    void watch(LongSupplier level, long nanos) {
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        long value = level.getAsLong();
        reads++;
        tooHigh += value > most ? 1 : 0;
        highest = Math.max(highest, value);
        lowest = Math.min(lowest, value);
      }
    }

    @Override
    public String toString() {
      return reads + " reads: " + tooHigh + " above " + most + ", highest " + highest + ", lowest " + lowest;
    }
  }
}
