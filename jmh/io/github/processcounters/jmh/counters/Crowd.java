package io.github.processcounters.jmh.counters;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Threads with consecutive ids that are attached to a set at one time, update all its counters, and leave. */
final class Crowd {

  private Crowd() {}

  static void count(Counters counters, int threads) {
    CyclicBarrier together = new CyclicBarrier(threads);
    Thread[] crowd = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      long id = ThreadId.BASE + i;
      crowd[i] = new Thread(() -> {
        ThreadId.assume(id);
        counters.attach();
        for (int counter = 0; counter < counters.size(); counter++) {
          counters.add(counter, 1);
        }
        await(together);
        counters.detach();
      });
      crowd[i].start();
    }
    for (Thread thread : crowd) {
      join(thread);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
