package io.github.processcounters;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Several threads go through the same things, and begin with each at the same time. */
final class Rounds<T> {

  private final List<T> things;
  private final CyclicBarrier barrier;

  Rounds(List<T> things, int threads) {
    this.things = things;
    this.barrier = new CyclicBarrier(threads);
  }

  /** What one of the threads does with each. */
  Runnable of(Consumer<? super T> action) {
    return () -> {
      for (T thing : things) {
        try {
          barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new AssertionError(e);
        }
        action.accept(thing);
      }
    };
  }
}
