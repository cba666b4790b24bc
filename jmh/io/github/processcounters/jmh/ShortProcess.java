package io.github.processcounters.jmh;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The life of a process: a set is made, counts 40 times, is read and dropped. In a program it can be reached by others
 * for as long as it lives. So the black hole takes it, which keeps the compiler from putting it into registers.
 */
public class ShortProcess extends Scenario {

  private static final int UPDATES = 40;

  @Benchmark
  public long neverAttached(Blackhole others) {
    ProcessCounters set = new ProcessCounters(SIZE);
    others.consume(set);
    for (int i = 0; i < UPDATES; i++) {
      set.add(i % SIZE, i);
    }
    return set.sum(0) ^ set.sum(1) ^ set.sum(2) ^ set.sum(3);
  }

  @Benchmark
  public long throughAttachment(Blackhole others) {
    ProcessCounters set = new ProcessCounters(SIZE);
    others.consume(set);
    try (Attachment a = set.attach()) {
      for (int i = 0; i < UPDATES; i++) {
        a.add(i % SIZE, i);
      }
    }
    return set.sum(0) ^ set.sum(1) ^ set.sum(2) ^ set.sum(3);
  }

  @Benchmark
  public long longArray(Blackhole others) {
    long[] set = new long[SIZE];
    others.consume(set);
    for (int i = 0; i < UPDATES; i++) {
      set[i % SIZE] += i;
    }
    return set[0] ^ set[1] ^ set[2] ^ set[3];
  }

  @Benchmark
  public long atomicLong(Blackhole others) {
    AtomicLong[] set = atomicLongs();
    others.consume(set);
    for (int i = 0; i < UPDATES; i++) {
      set[i % SIZE].getAndAdd(i);
    }
    return set[0].get() ^ set[1].get() ^ set[2].get() ^ set[3].get();
  }

  @Benchmark
  public long longAdder(Blackhole others) {
    LongAdder[] set = longAdders();
    others.consume(set);
    for (int i = 0; i < UPDATES; i++) {
      set[i % SIZE].add(i);
    }
    return set[0].sum() ^ set[1].sum() ^ set[2].sum() ^ set[3].sum();
  }
}
