package io.github.processcounters.integrations;

import io.github.processcounters.ProcessCounters;
import java.util.NoSuchElementException;
import java.util.concurrent.StructuredTaskScope;

/** For ScopedCountersTest, which compiles and runs this where the JDK has what it needs, and reads what it prints. */
final class ScopedCounters {

  static final int ROWS = 0;

  static final ScopedValue<ProcessCounters> QUERY = ScopedValue.newInstance();

  private static final int FORKS = 3_000;

  private ScopedCounters() {}

  /** Deep inside a library, to which no set can be passed. */
  private static void read() {
    QUERY.get().increment(ROWS); // throws if there is no set: nothing is lost in silence
  }

  private static void scoped() throws InterruptedException {
    ProcessCounters query = new ProcessCounters(1);

    ScopedValue.where(QUERY, query).call(() -> {
      try (var scope = StructuredTaskScope.open()) {
        for (int i = 0; i < FORKS; i++) {
          scope.fork(query.attached(() -> read()));
        }
        scope.join();
      }
      read(); // after the forks, or this thread is the owner while they count
      return null;
    });

    System.out.println("scoped " + query.sum(ROWS));
  }

  /** A thread's current set is not carried to a fork. */
  private static void current() throws InterruptedException {
    ProcessCounters query = new ProcessCounters(1);
    try (CurrentCounters.Scope counting = CurrentCounters.open(query);
        var scope = StructuredTaskScope.open()) {
      CurrentCounters.add(ROWS, 1);
      for (int i = 0; i < FORKS; i++) {
        scope.fork(() -> CurrentCounters.add(ROWS, 1));
      }
      scope.join();
    }
    System.out.println("current " + query.sum(ROWS) + ", uncounted " + CurrentCounters.uncounted());
  }

  private static void unbound() {
    try {
      read();
    } catch (NoSuchElementException e) {
      System.out.println("unbound throws");
    }
  }

  public static void main(String[] args) throws InterruptedException {
    scoped();
    current();
    unbound();
  }
}
