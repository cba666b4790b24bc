package io.github.processcounters.jcstress;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.util.function.ObjLongConsumer;

/** One thread adds 1, -2, 4, -8 and so on: a sum tells how many of these it counts, or that they are no first part. */
final class Series {

  private static final int LENGTH = 40;
  private static final int READS = 40;

  private Series() {}

  /** What the next add adds, after so many. */
  static long term(int before) {
    return before % 2 == 0 ? 1L << before : -(1L << before);
  }

  /** Of how many adds this is the sum; -1 if it is of no first part. A sum of n is (1 - (-2)^n) / 3. */
  static int length(long sum) {
    long power = 1 - 3 * sum;
    int length = Long.numberOfTrailingZeros(power);
    return length < Long.SIZE && power == term(length) ? length : -1;
  }

  static void add(ProcessCounters counters) {
    add(counters, Series::addSingly);
  }

  static void add(ProcessCounters counters, ObjLongConsumer<ProcessCounters> adder) {
    for (int i = 0; i < LENGTH; i++) {
      adder.accept(counters, term(i));
    }
  }

  static void addSingly(ProcessCounters counters, long delta) {
    counters.add(0, delta);
  }

  /** Goes up by events, and down by single adds. */
  static void addByEvents(ProcessCounters counters, long delta) {
    if (delta > 0) {
      counters.addAtomically(new long[] {delta, delta});
    } else {
      counters.add(0, delta);
    }
  }

  /** Remotely while the other thread owns the set, and else as the owner for one add. */
  static void addInTurn(ProcessCounters counters) {
    addInTurn(counters, Series::addSingly);
  }

  static void addInTurn(ProcessCounters counters, ObjLongConsumer<ProcessCounters> adder) {
    for (int i = 0; i < LENGTH; i++) {
      adder.accept(counters, term(i));
      counters.detach();
    }
  }

  /** Whether each of many reads counts a first part, no shorter than the one before. */
  static boolean read(ProcessCounters counters) {
    int length = 0;
    for (int i = 0; i < READS && length >= 0; i++) {
      length = read(counters, length);
    }
    return length >= 0;
  }

  /** As {@link #read}, as the owner, if the other thread is not, and as nobody. */
  static boolean readInTurn(ProcessCounters counters) {
    int length = 0;
    for (int i = 0; i < READS && length >= 0; i++) {
      try (Attachment attachment = counters.tryAttach()) {
        length = read(counters, length);
      }
      length = length < 0 ? length : read(counters, length);
    }
    return length >= 0;
  }

  private static int read(ProcessCounters counters, int before) {
    int length = length(counters.sum(0));
    return length >= before ? length : -1;
  }
}
