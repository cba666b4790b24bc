package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** K9: bad input throws the usual exception, names the bad value, and changes nothing. */
final class BadInputTest {

  private static final int SIZE = 3;

  private static final int[] BAD_INDICES = {-1, SIZE, SIZE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE};

  /** Enough for a compiler to replace an exception that is thrown often by one without a message. */
  private static final int OFTEN = 50_000;

  @ParameterizedTest
  @ValueSource(ints = {0, -1, ProcessCounters.MAX_SIZE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  @DisplayName("K9: sizes")
  void sizes(int size) {
    assertThrowsNaming(size, IllegalArgumentException.class, () -> new ProcessCounters(size));
    assertThrowsNaming(size, IllegalArgumentException.class, () -> ProcessCounters.detached(size));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: indices, by an attached thread and by another")
  void indices(Mode mode) {
    assertUnchangedBy(mode, counters -> {
      for (IntConsumer access : accesses(counters)) {
        for (int index : BAD_INDICES) {
          assertThrowsNaming(index, IndexOutOfBoundsException.class, () -> access.accept(index));
        }
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: arrays, which stay as they are")
  void arrays(Mode mode) {
    assertUnchangedBy(mode, counters -> {
      for (int length : new int[] {0, SIZE - 1, SIZE + 1, 1000}) {
        long[] into = new long[length];
        assertThrowsNaming(length, IllegalArgumentException.class, () -> counters.sums(into));
        assertArrayEquals(new long[length], into);
      }
      assertThrows(NullPointerException.class, () -> counters.sums(null));
    });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: tasks, at once and not when they are run")
  void tasks(Mode mode) {
    assertUnchangedBy(mode, counters -> {
      assertThrowsNaming("task", NullPointerException.class, () -> counters.attached((Runnable) null));
      assertThrowsNaming("task", NullPointerException.class, () -> counters.attached((Callable<?>) null));
    });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: the bad value is named in compiled code, too")
  void often(Mode mode) {
    ProcessCounters counters = mode.attached(SIZE);
    try (Actor other = new Actor("other")) {
      other.run(() -> {
        for (int i = 0; i < OFTEN; i++) {
          int index = SIZE + i;
          for (IntConsumer access : accesses(counters)) {
            assertThrowsNaming(index, IndexOutOfBoundsException.class, () -> access.accept(index));
          }
          assertThrowsNaming(0, IllegalArgumentException.class, () -> counters.sums(new long[0]));
          assertThrowsNaming("into", NullPointerException.class, () -> counters.sums(null));
        }
      });
    }
    assertSums(counters, 0, 0, 0);
  }

  private static List<IntConsumer> accesses(ProcessCounters counters) {
    return List.of(
        counter -> counters.add(counter, 1), counters::increment, counters::decrement, counters::sum);
  }

  /** An attached thread and another one give the same bad input, to a set on which both have counted before. */
  private static void assertUnchangedBy(Mode mode, Consumer<ProcessCounters> misuse) {
    ProcessCounters counters = mode.attached(SIZE);
    try (Actor other = new Actor("other")) {
      misuse.accept(counters);
      other.run(() -> misuse.accept(counters));
      assertSums(counters, 0, 0, 0);
      counters.add(0, 1);
      counters.add(1, -2);
      other.run(() -> counters.add(0, 4));
      other.run(() -> counters.add(2, -8));
      misuse.accept(counters);
      other.run(() -> misuse.accept(counters));
      assertSums(counters, 5, -2, -8);
    }
    assertEquals(mode == Mode.STRIPED, counters.isStriped());
    assertAttached(counters, Thread.currentThread());
  }
}
