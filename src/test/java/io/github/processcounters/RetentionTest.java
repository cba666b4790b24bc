package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertCollected;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K8: no thread is kept, as the collector sees it. */
final class RetentionTest {

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a thread that detached is collected")
  void detached(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    WeakReference<Thread> thread = inMortal(() -> {
      counters.attach();
      counters.increment(0);
      counters.detach();
    });
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a thread that only counted and read is collected")
  void neverAttached(Mode mode) {
    ProcessCounters counters = mode.attached(1);
    WeakReference<Thread> thread = inMortal(() -> {
      counters.increment(0);
      counters.sum(0);
    });
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a thread that ran a wrapped task is collected")
  void ranTask(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    WeakReference<Thread> thread = inMortal(counters.attached(() -> counters.increment(0)));
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  @Test
  @DisplayName("K8: an owner that the upgrade moved, and that detached then, is collected")
  void detachedAfterUpgrade() {
    ProcessCounters counters = new ProcessCounters(1);
    WeakReference<Thread> thread = inMortal(() -> {
      counters.attach();
      counters.upgrade();
      counters.detach();
    });
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  @Test
  @DisplayName("K8: an owner that died attached is collected once another thread has attached")
  void deadOwner() {
    ProcessCounters counters = new ProcessCounters(1);
    WeakReference<Thread> thread = inMortal(counters::attach);
    assertSame(thread.get(), threadsOf(counters).iterator().next());
    counters.attach();
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  /** Any thread, by whatever reads a set. */
  private enum Read {
    SUM(counters -> counters.sum(0)),
    SUMS(ProcessCounters::sums),
    SUMS_INTO(counters -> counters.sums(new long[1])),
    HANDLE(counters -> counters.handle(0).sum()),
    DELTAS(counters -> CounterDeltas.fromZero(counters).drain()),
    ROLL_UP(counters -> new ProcessCounters(1).addAll(counters)),
    TO_STRING(ProcessCounters::toString);

    final Consumer<ProcessCounters> of;

    Read(Consumer<ProcessCounters> of) {
      this.of = of;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: an owner that died is collected once a thread has read the set")
  void deadOwnerRead(Read read) {
    ProcessCounters counters = new ProcessCounters(1);
    WeakReference<Thread> thread = inMortal(() -> counters.increment(0));
    assertSame(thread.get(), threadsOf(counters).iterator().next());
    read.of.accept(counters);
    assertAttached(counters);
    assertCollected(thread);
    assertSums(counters, 1);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: threads that died attached to a striped set are collected once a thread has read the set")
  void deadInStripesRead(Read read) {
    ProcessCounters counters = Mode.STRIPED.attached(1);
    List<Actor> mortals = List.of(new Actor("mortal"), new Actor("mortal"), new Actor("alive"));
    mortals.forEach(mortal -> mortal.run(counters::attach));
    WeakReference<Thread> first = inMortal(mortals.get(0), () -> counters.increment(0));
    WeakReference<Thread> second = inMortal(mortals.get(1), () -> counters.increment(0));
    assertEquals(4, threadsOf(counters).size());
    read.of.accept(counters);
    assertAttached(counters, Thread.currentThread(), mortals.get(2).thread());
    mortals.get(2).run(() -> counters.increment(0));
    assertSums(counters, 3);
    mortals.get(2).close();
    mortals = null;
    assertCollected(first);
    assertCollected(second);
    Reference.reachabilityFence(counters);
  }

  @Test
  @DisplayName("K8: an attempt that found another owner leaves nothing of its thread")
  void failedAttempt() {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    WeakReference<Thread> thread = inMortal(() -> {
      try (Attachment attempt = counters.tryAttach()) {
        attempt.increment(0);
      }
    });
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  @Test
  @DisplayName("K8: a thread that died attached to a striped set is collected once its place is another's")
  void deadInStripe() {
    ProcessCounters counters = Mode.STRIPED.unowned(1);
    WeakReference<Thread> thread = inMortal(ThreadWithId.actor(() -> 5), counters::attach);
    assertSame(thread.get(), threadsOf(counters).iterator().next());
    try (Actor next = ThreadWithId.actor(() -> 5)) {
      next.run(counters::attach);
      assertAttached(counters, next.thread());
      assertCollected(thread);
    }
    Reference.reachabilityFence(counters);
  }

  private static WeakReference<Thread> inMortal(Runnable step) {
    return inMortal(new Actor("mortal"), step);
  }

  /** Of the thread, nothing is left after this but what the set keeps. */
  private static WeakReference<Thread> inMortal(Actor mortal, Runnable step) {
    try (mortal) {
      mortal.run(step);
      return new WeakReference<>(mortal.thread());
    }
  }
}
