package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** K9: bad input throws the usual exception, names the bad value, and changes nothing. */
final class BadInputTest {

  private static final int SIZE = 3;

  /** Also all that lie in the padding around a stripe's words, which would swallow an update. */
  private static final List<Integer> BAD_INDICES = IntStream.concat(
      IntStream.rangeClosed(-16, SIZE + 16).filter(index -> index < 0 || index >= SIZE),
      IntStream.of(Integer.MIN_VALUE, -1000, 1000, Integer.MAX_VALUE)).boxed().collect(Collectors.toList());

  /** Enough for a compiler to replace an exception that is thrown often by one without a message. */
  private static final int OFTEN = 50_000;

  @ParameterizedTest
  @ValueSource(ints = {0, -1, ProcessCounters.MAX_SIZE + 1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  @DisplayName("K9: sizes")
  void sizes(int size) {
    assertThrowsNaming(size, IllegalArgumentException.class, () -> new ProcessCounters(size));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: indices, by an attached thread and by another")
  void indices(Mode mode) {
    assertUnchangedBy(mode, BadInputTest::assertBadIndicesThrow);
  }

  private static void assertBadIndicesThrow(ProcessCounters counters) {
    assertBadIndicesThrow(accesses(counters));
  }

  private static void assertBadIndicesThrow(List<IntConsumer> accesses) {
    for (IntConsumer access : accesses) {
      for (int index : BAD_INDICES) {
        assertThrowsNaming(index, IndexOutOfBoundsException.class, () -> access.accept(index));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: indices, where nobody has counted yet: no thread becomes the owner for it")
  void indicesWhereNobodyCounted(Mode mode) {
    ProcessCounters counters = mode.unowned(SIZE);
    List<Long> words = wordsOf(counters);
    assertBadIndicesThrow(counters);
    assertAttached(counters);
    assertEquals(words, wordsOf(counters));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: indices, through an attachment: before the first add, after it, after an upgrade, closed, another's")
  void indicesThroughAttachment(Mode mode) {
    ProcessCounters counters = mode.unowned(SIZE);
    try (Actor other = new Actor("other")) {
      Attachment a = counters.attach();
      assertBadIndicesThrow(accesses(a));
      other.run(() -> assertBadIndicesThrow(accesses(a)));
      a.add(0, 1);
      a.add(SIZE - 1, -2);
      assertBadIndicesThrow(accesses(a));
      counters.upgrade();
      assertBadIndicesThrow(accesses(a));
      a.add(1, 4);
      assertBadIndicesThrow(accesses(a));
      other.run(() -> assertBadIndicesThrow(accesses(a)));
      assertAttached(counters, Thread.currentThread());
      a.close();
      assertBadIndicesThrow(accesses(a));
      other.run(counters::attach); // in the stripe that was a's
      assertBadIndicesThrow(accesses(a));
      other.run(() -> assertBadIndicesThrow(accesses(a)));
      assertAttached(counters, other.thread());
      assertSums(counters, 1, 4, -2);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: indices, through an attachment that was closed, where nobody is the owner: no thread becomes it")
  void indicesThroughClosedAttachment(Mode mode) {
    ProcessCounters counters = mode.unowned(SIZE);
    Attachment a = counters.attach();
    a.close();
    assertBadIndicesThrow(accesses(a));
    assertAttached(counters);
    assertSums(counters, 0, 0, 0);
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
        long[] deltas = LongStream.range(1, length + 1).toArray();
        assertThrowsNaming(length, IllegalArgumentException.class, () -> counters.addAll(deltas));
      }
      assertThrowsNaming("into", NullPointerException.class, () -> counters.sums(null));
      assertThrowsNaming("deltas", NullPointerException.class, () -> counters.addAll((long[]) null));
    });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: tasks, at once and not when they are run")
  void tasks(Mode mode) {
    assertUnchangedBy(mode, counters -> {
      assertThrowsNaming("task", NullPointerException.class, () -> counters.attached(null));
      assertThrowsNaming("task", NullPointerException.class, () -> counters.attachedCall(null));
    });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: the bad value is named in compiled code, too, whoever counts")
  void often(Mode mode) {
    ProcessCounters counters = mode.attached(SIZE);
    try (Actor other = new Actor("other")) {
      Attachment attempt = other.call(counters::tryAttach);
      other.run(() -> assertNamesOften(counters, List.of(counters::increment, counters::sum, attempt::increment)));
      Attachment own = counters.attach();
      assertNamesOften(counters, List.of(counters::increment, own::increment));
    }
    assertSums(counters, 0, 0, 0);
  }

  private static void assertNamesOften(ProcessCounters counters, List<IntConsumer> accesses) {
    for (int i = 0; i < OFTEN; i++) {
      int index = SIZE + i;
      for (IntConsumer access : accesses) {
        assertThrowsNaming(index, IndexOutOfBoundsException.class, () -> access.accept(index));
      }
      assertThrowsNaming(0, IllegalArgumentException.class, () -> counters.sums(new long[0]));
      assertThrowsNaming("into", NullPointerException.class, () -> counters.sums(null));
    }
  }

  private static List<IntConsumer> accesses(ProcessCounters counters) {
    return List.of(
        counter -> counters.add(counter, 1), counters::increment, counters::decrement, counters::sum, counters::handle);
  }

  private static List<IntConsumer> accesses(Attachment attachment) {
    return List.of(
        counter -> attachment.add(counter, 1), counter -> attachment.add(counter, -1), attachment::increment,
        attachment::decrement);
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
