package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertCollected;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
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
    ProcessCounters counters = mode.detached(1);
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
    ProcessCounters counters = mode.detached(1);
    WeakReference<Thread> thread = inMortal(counters.attached(() -> counters.increment(0)));
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  @Test
  @DisplayName("K8: an owner that the upgrade moved, and that detached then, is collected")
  void detachedAfterUpgrade() {
    ProcessCounters counters = ProcessCounters.detached(1);
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
    ProcessCounters counters = ProcessCounters.detached(1);
    WeakReference<Thread> thread = inMortal(counters::attach);
    counters.attach();
    assertCollected(thread);
    Reference.reachabilityFence(counters);
  }

  @Test
  @DisplayName("K8: a thread that died attached to a striped set is collected once its place is another's")
  void deadInStripe() {
    ProcessCounters counters = Mode.STRIPED.detached(1);
    WeakReference<Thread> thread = inMortal(ThreadWithId.actor(() -> 5), counters::attach);
    assertSame(thread.get(), SetAssertions.threadsOf(counters).iterator().next());
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
