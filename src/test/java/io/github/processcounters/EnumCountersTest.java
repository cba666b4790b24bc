package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.assertThrowsNaming;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters named by the constants of an enum: the right one is counted. */
final class EnumCountersTest {

  /** Enough for a compiler to replace an exception that is thrown often by one without a message. */
  private static final int OFTEN = 50_000;

  enum Page {
    FILE,
    ANON {
      @Override
      boolean isSwapped() {
        return true;
      }
    },
    SHARED;

    boolean isSwapped() {
      return false;
    }
  }

  enum Empty {}

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: each constant counts in a counter of its own, also one with a body")
  void countersApart(Mode mode) {
    EnumCounters<Page> pages = attached(mode);
    assertNotEquals(Page.class, Page.ANON.getClass());
    try (Actor other = new Actor("other")) {
      for (Runnable step : steps(pages)) {
        step.run();
        other.run(step);
      }
    }
    assertEquals(2 * 7, pages.sum(Page.FILE));
    assertEquals(2 * 31, pages.sum(Page.ANON));
    assertEquals(2 * -65, pages.sum(Page.SHARED));
    assertEquals(Map.of(Page.FILE, 14L, Page.ANON, 62L, Page.SHARED, -130L), pages.sums());
    assertSums(pages.counters(), 14, 62, -130);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: attachments and handles count by constant, too, also one with a body")
  void attachmentsAndHandles(Mode mode) {
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    if (mode == Mode.STRIPED) {
      pages.upgrade();
    }
    try (EnumAttachment<Page> a = pages.attach()) {
      a.add(Page.FILE, 8);
      a.decrement(Page.FILE);
      a.increment(Page.ANON);
      pages.handle(Page.ANON).add(30);
      pages.handle(Page.SHARED).decrement();
      assertTrue(a.isAttached());
      try (EnumAttachment<Page> nested = pages.tryAttach()) {
        nested.add(Page.SHARED, -64);
      }
      assertTrue(a.isAttached());
    }
    assertAttached(pages.counters());
    assertSums(pages.counters(), 7, 31, -65);
    assertEquals(31, pages.handle(Page.ANON).sum());
    assertEquals(mode == Mode.STRIPED, pages.counters().isStriped());
  }

  @Test
  @DisplayName("K6, K8: tryAttach does not stripe a set, and attach beside another owner does")
  void attachBesideOwner() {
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    pages.increment(Page.FILE);
    try (Actor other = new Actor("other")) {
      other.run(() -> {
        EnumAttachment<Page> attempt = pages.tryAttach();
        attempt.increment(Page.FILE);
        assertFalse(attempt.isAttached());
        assertFalse(pages.counters().isStriped());
        attempt.close();
        EnumAttachment<Page> attachment = pages.attach();
        assertTrue(attachment.isAttached());
        assertTrue(pages.counters().isStriped());
        attachment.close();
        assertFalse(attachment.isAttached());
      });
    }
    assertEquals(2, pages.sum(Page.FILE));
    assertAttached(pages.counters(), Thread.currentThread());
  }

  private static List<Runnable> steps(EnumCounters<Page> pages) {
    return List.of(
        () -> pages.add(Page.FILE, 8),
        () -> pages.decrement(Page.FILE),
        () -> pages.add(Page.ANON, 30),
        () -> pages.increment(Page.ANON),
        () -> pages.add(Page.SHARED, -64),
        () -> pages.decrement(Page.SHARED));
  }

  @Test
  @DisplayName("K1: the set beneath is one and the same, and has a counter for each constant")
  void counters() {
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    assertEquals(Page.values().length, pages.counters().size());
    assertSame(pages.counters(), pages.counters());
    pages.counters().add(Page.ANON.ordinal(), 3);
    assertEquals(3, pages.sum(Page.ANON));
  }

  @Test
  @DisplayName("K1: sums are in the constants' order, those of zero too, and in a map of the caller's own")
  void sums() {
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    pages.add(Page.SHARED, 5);
    Map<Page, Long> sums = pages.sums();
    assertEquals(EnumMap.class, sums.getClass());
    assertEquals(List.of(Page.values()), List.copyOf(sums.keySet()));
    assertEquals(List.of(0L, 0L, 5L), List.copyOf(sums.values()));
    assertNotSame(sums, pages.sums());
    sums.put(Page.FILE, 9L);
    sums.remove(Page.SHARED);
    assertEquals(List.of(0L, 0L, 5L), List.copyOf(pages.sums().values()));
  }

  @Test
  @DisplayName("K6, K8: nobody owns a new set; counting, attach and detach are those of the set")
  void membership() {
    Thread current = Thread.currentThread();
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    assertAttached(pages.counters());
    pages.increment(Page.FILE);
    assertAttached(pages.counters(), current);
    pages.detach();
    assertAttached(pages.counters());
    EnumAttachment<Page> attachment = pages.attach();
    assertAttached(pages.counters(), current);
    attachment.close();
    assertAttached(pages.counters());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: no constant counts nowhere")
  void badCounters(Mode mode) {
    EnumCounters<Page> pages = attached(mode);
    try (Actor other = new Actor("other")) {
      for (Runnable step : steps(pages)) {
        step.run();
        other.run(step);
      }
      assertBadCountersThrow(pages);
      other.run(() -> assertBadCountersThrow(pages));
    }
    assertSums(pages.counters(), 14, 62, -130);
    assertEquals(mode == Mode.STRIPED, pages.counters().isStriped());
    assertAttached(pages.counters(), Thread.currentThread());
  }

  @Test
  @DisplayName("K9: what is null is named in compiled code, too")
  void nullOften() {
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    for (int i = 0; i < OFTEN; i++) {
      assertThrowsNaming("counter", NullPointerException.class, () -> pages.increment(null));
      assertThrowsNaming("counter", NullPointerException.class, () -> pages.sum(null));
    }
    assertSums(pages.counters(), 0, 0, 0);
  }

  private static void assertBadCountersThrow(EnumCounters<Page> pages) {
    for (Consumer<Page> access : accesses(pages)) {
      assertThrowsNaming("counter", NullPointerException.class, () -> access.accept(null));
    }
  }

  /** The attachments stay open: nested ones, or of a thread that found another owner, or that has a stripe from then on. */
  private static List<Consumer<Page>> accesses(EnumCounters<Page> pages) {
    return List.of(
        counter -> pages.add(counter, 1),
        pages::increment,
        pages::decrement,
        pages::sum,
        pages::handle,
        counter -> pages.tryAttach().add(counter, 1),
        counter -> pages.tryAttach().increment(counter),
        counter -> pages.tryAttach().decrement(counter));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: names for a set that exists, which count in it and read it, and any number of them")
  void namesForSet(Mode mode) {
    ProcessCounters set = mode.attached(3);
    EnumCounters<Page> pages = new EnumCounters<>(Page.class, set);
    EnumCounters<Page> others = new EnumCounters<>(Page.class, set);
    assertSame(set, pages.counters());
    pages.add(Page.ANON, 3);
    others.increment(Page.ANON);
    set.add(Page.SHARED.ordinal(), -5);
    assertEquals(Map.of(Page.FILE, 0L, Page.ANON, 4L, Page.SHARED, -5L), pages.sums());
    assertEquals(pages.sums(), others.sums());
    assertSums(set, 0, 4, -5);
  }

  @Test
  @DisplayName("K1: totals by name, in the constants' order, in a map of the caller's own")
  void sumsOfTotals() {
    ProcessTotals totals = new ProcessTotals(3);
    try (ProcessTotals.Part part = totals.begin()) {
      new EnumCounters<>(Page.class, part.counters()).add(Page.SHARED, 5);
    }
    ProcessTotals.Part part = totals.begin();
    new EnumCounters<>(Page.class, part.counters()).add(Page.SHARED, 7);
    Map<Page, Long> sums = EnumCounters.sums(Page.class, totals);
    assertEquals(EnumMap.class, sums.getClass());
    assertEquals(List.of(Page.values()), List.copyOf(sums.keySet()));
    assertEquals(List.of(0L, 0L, 12L), List.copyOf(sums.values()));
    sums.clear();
    assertEquals(12, EnumCounters.sums(Page.class, totals).get(Page.SHARED));
    assertEquals(Map.of(Page.FILE, 0L, Page.ANON, 0L, Page.SHARED, 7L), EnumCounters.sums(Page.class, part.counters()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  @DisplayName("K9: a set or totals of another size than the enum")
  void otherSize(int size) {
    assertThrowsNaming(size, IllegalArgumentException.class,
        () -> new EnumCounters<>(Page.class, new ProcessCounters(size)));
    assertThrowsNaming(size, IllegalArgumentException.class,
        () -> EnumCounters.sums(Page.class, new ProcessTotals(size)));
  }

  @Test
  @DisplayName("K6, K8: tasks run attached, detach leaves, upgrade stripes, as those of the set do")
  void membershipWithoutTheSet() throws Exception {
    Thread current = Thread.currentThread();
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    pages.attached(() -> {
      assertAttached(pages.counters(), current);
      pages.increment(Page.FILE);
    }).run();
    assertAttached(pages.counters());
    assertEquals(1, pages.attachedCall(() -> {
      assertAttached(pages.counters(), current);
      return pages.sum(Page.FILE);
    }).call());
    assertAttached(pages.counters());
    pages.increment(Page.FILE);
    assertAttached(pages.counters(), current);
    pages.detach();
    assertAttached(pages.counters());
    assertFalse(pages.isStriped());
    pages.upgrade();
    assertTrue(pages.isStriped());
    assertTrue(pages.counters().isStriped());
    assertEquals(2, pages.sum(Page.FILE));
    assertThrowsNaming("task", NullPointerException.class, () -> pages.attached(null));
    assertThrowsNaming("task", NullPointerException.class, () -> pages.attachedCall(null));
  }

  @Test
  @DisplayName("K9: an enum without constants, no enum at all, the class of a single constant, and null make no set")
  void badTypes() {
    assertThrowsNaming("Empty", IllegalArgumentException.class, () -> new EnumCounters<>(Empty.class));
    assertThrowsNaming("Thread", ClassCastException.class, () -> ofRaw(Thread.class));
    assertThrowsNaming("Enum", ClassCastException.class, () -> ofRaw(Enum.class));
    String constant = Page.ANON.getClass().getName();
    assertThrowsNaming(constant.substring(constant.lastIndexOf('$') + 1), ClassCastException.class,
        () -> ofRaw(Page.ANON.getClass()));
    assertThrowsNaming("type", NullPointerException.class, () -> new EnumCounters<Page>(null));
    ProcessCounters set = new ProcessCounters(1);
    assertThrowsNaming("type", NullPointerException.class, () -> new EnumCounters<Page>(null, set));
    assertThrowsNaming("counters", NullPointerException.class, () -> new EnumCounters<>(Page.class, null));
    assertThrowsNaming("Empty", IllegalArgumentException.class, () -> new EnumCounters<>(Empty.class, set));
    assertThrowsNaming("type", NullPointerException.class, () -> EnumCounters.sums((Class<Page>) null, set));
    assertThrowsNaming("counters", NullPointerException.class, () -> EnumCounters.sums(Page.class, null));
    assertThrowsNaming("Empty", IllegalArgumentException.class, () -> EnumCounters.sums(Empty.class, set));
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private static EnumCounters<?> ofRaw(Class type) {
    return new EnumCounters(type);
  }

  @Test
  @DisplayName("K6: the line for a log has the enum, the mode, and the sums by name")
  void toStringInEachMode() {
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    pages.add(Page.ANON, -7);
    assertEquals("EnumCounters[Page, single, sums={FILE=0, ANON=-7, SHARED=0}]", pages.toString());
    pages.upgrade();
    assertEquals("EnumCounters[Page, striped, sums={FILE=0, ANON=-7, SHARED=0}]", pages.toString());
  }

  private static EnumCounters<Page> attached(Mode mode) {
    EnumCounters<Page> pages = new EnumCounters<>(Page.class);
    pages.attach();
    if (mode == Mode.STRIPED) {
      pages.upgrade();
    }
    return pages;
  }
}
