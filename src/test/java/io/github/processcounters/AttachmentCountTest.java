package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K1: counting through an attachment, whatever becomes of it: what counts is the calling thread. */
final class AttachmentCountTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: add, increment and decrement count, each in its counter")
  void ways(Mode mode) {
    ProcessCounters counters = mode.unowned(3);
    try (Attachment a = counters.attach()) {
      a.add(0, 5);
      a.add(1, -7);
      a.increment(2);
      a.increment(2);
      a.decrement(0);
      a.add(1, 0);
    }
    assertSums(counters, 4, -7, 2);
  }

  @Test
  @DisplayName("K1: from the first add, through an upgrade in the middle, to a stripe of its own")
  void throughUpgrade() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Attachment a = counters.attach(); Actor second = new Actor("second")) {
      a.add(0, 1);
      a.add(0, 2);
      assertEquals(List.of(3L), wordsOf(counters));
      second.run(counters::attach);
      second.run(() -> counters.add(0, 4));
      for (int i = 0; i < 3; i++) {
        a.add(0, 8);
        assertTrue(a.isAttached());
      }
      assertTrue(wordsOf(counters).containsAll(List.of(3L, 4L, 24L)), () -> wordsOf(counters).toString());
      assertSums(counters, 31);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1, K7: in another thread it counts as that thread would through the set")
  void inAnotherThread(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    try (Actor right = new Actor("right"); Actor other = new Actor("other")) {
      Attachment a = right.call(counters::attach);
      right.run(() -> a.add(0, 1));
      other.run(() -> a.add(0, 2));
      right.run(() -> a.add(0, 4));
      assertTrue(wordsOf(counters).containsAll(List.of(5L, 2L)), () -> wordsOf(counters).toString());
      assertAttached(counters, right.thread());
      other.run(counters::attach);
      other.run(() -> a.add(0, 8));
      right.run(() -> a.add(0, 16));
      assertSums(counters, 31);
      right.run(a::close);
      assertFalse(a.isAttached());
      other.run(() -> a.add(0, 32));
      assertAttached(counters, other.thread());
      assertSums(counters, 63);
    }
  }

  @Test
  @DisplayName("K1, K7: in another thread it makes that the owner, as counting does, where nobody is")
  void ownerThroughAnothers() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor right = new Actor("right"); Actor other = new Actor("other")) {
      Attachment a = right.call(counters::attach);
      right.run(a::close);
      other.run(() -> a.add(0, 1));
      assertAttached(counters, other.thread());
      assertFalse(a.isAttached());
      right.run(() -> a.add(0, 2));
      assertAttached(counters, other.thread());
      other.run(() -> a.add(0, 4));
      assertSums(counters, 7);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: after it was closed, and before another thread has taken the place, it counts")
  void afterClose(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    Attachment a = counters.attach();
    a.add(0, 1);
    a.close();
    a.add(0, 2);
    counters.detach();
    a.add(0, 4);
    assertSums(counters, 7);
  }

  @Test
  @DisplayName("K1: where its stripe has another owner by now, it counts elsewhere")
  void stripeOfAnother() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    Attachment old = counters.attach();
    old.add(0, 1);
    old.close();
    int words = wordsOf(counters).size();
    long id = Thread.currentThread().getId();
    try (Actor next = ThreadWithId.actor(() -> id)) {
      next.run(counters::attach);
      assertEquals(words, wordsOf(counters).size(), "another stripe");
      next.run(() -> counters.add(0, 2));
      old.add(0, 4);
      next.run(() -> counters.add(0, 8));
      assertTrue(wordsOf(counters).containsAll(List.of(11L, 4L)), () -> wordsOf(counters).toString());
      counters.attach();
      old.add(0, 16);
      old.add(0, 32);
      assertTrue(wordsOf(counters).containsAll(List.of(11L, 4L, 48L)), () -> wordsOf(counters).toString());
    }
    assertSums(counters, 63);
  }

  @Test
  @DisplayName("K1, K4: an upgrade in the midst of counting through attachments loses nothing")
  void upgradeInTheMidst() {
    int times = 300;
    List<ProcessCounters> sets = Stream.generate(() -> new ProcessCounters(1)).limit(1_000).collect(Collectors.toList());
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, 2);
    Runnable first = rounds.of(counters -> {
      try (Attachment a = counters.attach()) {
        count(counters, a, times);
      }
    });
    Runnable second = rounds.of(counters -> {
      Attachment attempt = counters.tryAttach();
      count(counters, attempt, times / 2);
      try (Attachment a = counters.attach()) {
        count(counters, a, times / 2);
      }
      attempt.close();
    });
    Actor.runTogether(List.of(first, second));
    for (ProcessCounters counters : sets) {
      assertSums(counters, 2 * times);
      assertAttached(counters);
    }
  }

  private static void count(ProcessCounters counters, Attachment attachment, int times) {
    long latest = 0;
    for (int i = 1; i <= times; i++) {
      attachment.increment(0);
      if (i % 16 == 0) {
        long sum = counters.sum(0);
        assertTrue(sum >= latest + 16, "a read misses the thread's own increments");
        latest = sum;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: isAttached tells whether its thread owns something now, whoever asks")
  void isAttached(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    try (Actor right = new Actor("right"); Actor other = new Actor("other")) {
      Attachment a = right.call(counters::attach);
      Attachment nested = right.call(counters::attach);
      for (Attachment each : List.of(a, nested)) {
        assertTrue(each.isAttached());
        assertTrue(right.call(each::isAttached));
      }
      counters.upgrade();
      assertTrue(a.isAttached());
      right.run(nested::close);
      assertTrue(nested.isAttached());
      right.run(counters::detach);
      assertFalse(a.isAttached());
      assertFalse(right.call(nested::isAttached));
      other.run(counters::attach);
      assertFalse(a.isAttached());
      right.run(counters::attach);
      assertTrue(a.isAttached());
    }
  }
}
