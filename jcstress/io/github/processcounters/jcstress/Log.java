package io.github.processcounters.jcstress;

import io.github.processcounters.ProcessCounters;
import java.util.function.ObjLongConsumer;

/** What two threads have seen that each add a series and read after every add, to be compared afterwards. */
final class Log {

  private static final int LENGTH = 20;

  /** The second series is in the upper half of the sum. */
  private static final int HALF = 32;

  /** How many adds of the other thread the read after the i-th add of this one counted; -1 if it made no sense. */
  private final int[] first = new int[LENGTH + 1];
  private final int[] second = new int[LENGTH + 1];

  void addFirst(ProcessCounters counters) {
    addFirst(counters, Series::addSingly);
  }

  void addFirst(ProcessCounters counters, ObjLongConsumer<ProcessCounters> adder) {
    for (int i = 1; i <= LENGTH; i++) {
      adder.accept(counters, Series.term(i - 1));
      long sum = counters.sum(0);
      first[i] = Series.length((int) sum) == i ? Series.length(upper(sum)) : -1;
    }
  }

  void addSecond(ProcessCounters counters) {
    addSecond(counters, Series::addSingly);
  }

  void addSecond(ProcessCounters counters, ObjLongConsumer<ProcessCounters> adder) {
    for (int i = 1; i <= LENGTH; i++) {
      adder.accept(counters, Series.term(i - 1) << HALF);
      long sum = counters.sum(0);
      second[i] = Series.length(upper(sum)) == i ? Series.length((int) sum) : -1;
    }
  }

  private static long upper(long sum) {
    return (sum - (int) sum) >> HALF;
  }

  /** If a read did not count the other's next add, this came later, and the other's read after it counts all before. */
  boolean isInOneOrder() {
    for (int i = 1; i <= LENGTH; i++) {
      if (first[i] < first[i - 1] || second[i] < second[i - 1]) {
        return false;
      }
      int next = first[i] + 1;
      if (next <= LENGTH && second[next] < i) {
        return false;
      }
    }
    return true;
  }
}
