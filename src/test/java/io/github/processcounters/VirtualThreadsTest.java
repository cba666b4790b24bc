package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertCollected;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.wordsOf;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual threads are owners and attached threads like any other. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("factories")
final class VirtualThreadsTest {

  private final ThreadFactory virtual;

  VirtualThreadsTest(ThreadFactory virtual) {
    this.virtual = virtual;
  }

  /** None in an older JDK: an assumption would do, but Maven warns of each test that is skipped. */
  static Stream<ThreadFactory> factories() {
    Optional<ThreadFactory> factory = VirtualThreads.factory();
    if (factory.isEmpty()) {
      System.out.println("VirtualThreadsTest: not run, as this JDK has no virtual threads");
    }
    return factory.stream();
  }

  @Test
  @DisplayName("K1, K6: a virtual owner hands over to a virtual thread, and then a second one stripes the set")
  void modes() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor first = new Actor(virtual); Actor second = new Actor(virtual); Actor third = new Actor(virtual)) {
      first.run(counters::attach);
      first.run(() -> counters.add(0, 1));
      second.run(() -> counters.add(0, 2));
      first.run(counters::detach);
      second.run(counters::attach);
      second.run(() -> counters.add(0, 4));
      assertFalse(counters.isStriped());
      assertAttached(counters, second.thread());
      third.run(counters::attach);
      assertTrue(counters.isStriped());
      second.run(() -> counters.add(0, 8));
      third.run(() -> counters.add(0, 16));
      first.run(() -> counters.add(0, 32));
      first.run(() -> assertSums(counters, 63));
      third.run(() -> assertSums(counters, 63));
      second.run(counters::detach);
      third.run(counters::detach);
      assertAttached(counters);
    }
  }

  @Test
  @DisplayName("K6: a dead virtual owner is replaced")
  void deadOwner() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor mortal = new Actor(virtual)) {
      mortal.run(counters::attach);
    }
    counters.attach();
    assertFalse(counters.isStriped());
    assertAttached(counters, Thread.currentThread());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a virtual thread that detached is collected")
  void collected(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    assertCollected(inMortal(counters.attached(() -> counters.increment(0))));
    Reference.reachabilityFence(counters);
  }

  private WeakReference<Thread> inMortal(Runnable step) {
    try (Actor mortal = new Actor(virtual)) {
      mortal.run(step);
      return new WeakReference<>(mortal.thread());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K1, K7: thousands at a time, attached or not, need words by the number of processors, not of threads")
  void thousandsAtATime(boolean attached) throws InterruptedException {
    int count = 5_000;
    ProcessCounters counters = Mode.STRIPED.unowned(2);
    CountDownLatch counted = new CountDownLatch(count);
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = virtual.newThread(() -> {
        if (attached) {
          counters.attach();
        }
        for (int j = 0; j < 100; j++) {
          counters.increment(0);
          counters.decrement(1);
          if (j % 10 == 0) {
            Thread.yield();
          }
        }
        counted.countDown();
        try {
          end.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        counters.detach();
      });
      thread.start();
      threads.add(thread);
    }
    assertTrue(counted.await(2, TimeUnit.MINUTES));
    int words = wordsOf(counters).size();
    assertTrue(words <= GrowthTest.mostWords(2), () -> words + " words");
    end.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertAttached(counters);
    assertSums(counters, 100L * count, -100L * count);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K1: many virtual threads that run wrapped tasks lose nothing, and none is kept")
  void many(Mode mode) throws InterruptedException {
    ProcessCounters counters = mode.unowned(1);
    int count = 2_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = virtual.newThread(counters.attached(() -> {
        counters.increment(0);
        Thread.yield();
        counters.increment(0);
      }));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertSums(counters, 2 * count);
    assertAttached(counters);
  }
}
