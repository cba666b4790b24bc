package io.github.processcounters;

import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Tells Flight Recorder of upgrades. Where there is none, to call this throws a {@link LinkageError}. */
final class Upgrades {

  /** So that they do not flood a recording, events may be so many at once, */
  static final int BURST = 1_000;

  /** and then one may follow each 10 ms. */
  private static final long NANOS = 10_000_000;

  /** How far the events are ahead of that: a time of {@link System#nanoTime()}. See SharedWords for the algorithm. */
  static final AtomicLong AHEAD = new AtomicLong(System.nanoTime());

  private Upgrades() {}

  /**
   * Called by the thread that upgrades. It looks first whether anybody has ever recorded: to load the class of an event
   * sets up half of Flight Recorder, which takes a third of a second.
   */
  static void record(String cause, Thread owner, Thread attacher, int size) {
    if (FlightRecorder.isInitialized() && isDue()) {
      Upgrade upgrade = new Upgrade();
      upgrade.cause = cause;
      upgrade.owner = owner;
      upgrade.attacher = attacher;
      upgrade.size = size;
      upgrade.commit();
    }
  }

  private static boolean isDue() {
    long before;
    long now;
    long ahead;
    do {
      before = AHEAD.get(); // before the clock, as in SharedWords
      now = System.nanoTime();
      ahead = Math.max(0, before - now) + NANOS;
      if (ahead > BURST * NANOS) {
        return false;
      }
    } while (!AHEAD.compareAndSet(before, now + ahead));
    return true;
  }

  @Name("io.github.processcounters.Upgrade")
  @Label("Upgrade")
  @Category("Process Counters")
  @Description("A set of counters was striped, for good")
  static final class Upgrade extends Event {

    @Label("Cause")
    @Description("attach: a second thread did; request: upgrade() was called; flood: of updates by threads that do not own the set")
    String cause;

    @Label("Owner")
    @Description("The thread that owned the set, if any")
    Thread owner;

    @Label("Attacher")
    @Description("The second thread, if one attached")
    Thread attacher;

    @Label("Size")
    @Description("The number of counters")
    int size;
  }
}
