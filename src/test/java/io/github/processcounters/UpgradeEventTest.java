package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flight Recorder gets to know: each upgrade, who caused it, and where in the program. */
final class UpgradeEventTest {

  private static final String NAME = "io.github.processcounters.Upgrade";

  @TempDir
  private Path folder;

  /** Other tests may have used up what the burst allows. */
  @BeforeEach
  void noneYet() {
    Upgrades.AHEAD.set(System.nanoTime());
  }

  @Test
  @DisplayName("K6: a second thread that attaches is recorded, with the owner, and where it attached")
  void secondAttacher() throws IOException {
    try (Actor owner = new Actor("first")) {
      ProcessCounters counters = new ProcessCounters(3);
      owner.run(counters::attach);
      List<RecordedEvent> events = recorded(counters::attach);
      assertEquals(1, events.size());
      assertUpgrade(events.get(0), "attach", "first", Thread.currentThread().getName(), 3);
      assertEquals(Thread.currentThread().getName(), events.get(0).getThread().getJavaName());
      assertInStackTrace(events.get(0), "secondAttacher");
    }
  }

  @Test
  @DisplayName("K6: upgrade() is recorded without an attacher, with the owner if any, and where it was called")
  void upgrade() throws IOException {
    ProcessCounters owned = Mode.SINGLE.attached(4);
    ProcessCounters unowned = new ProcessCounters(5);
    List<RecordedEvent> events = recorded(() -> {
      owned.upgrade();
      unowned.upgrade();
    });
    assertEquals(2, events.size());
    assertUpgrade(events.get(0), "request", Thread.currentThread().getName(), null, 4);
    assertUpgrade(events.get(1), "request", null, null, 5);
    for (RecordedEvent event : events) {
      assertInStackTrace(event, "upgrade");
    }
  }

  @Test
  @DisplayName("K6: a flood of remote updates is recorded without an attacher, and where they were made")
  void remoteUpdates() throws IOException {
    try (Actor owner = new Actor("first")) {
      ProcessCounters counters = new ProcessCounters(2);
      owner.run(() -> counters.increment(0));
      List<RecordedEvent> events = recorded(() -> {
        // How many it takes is for FloodTest: an emulated JVM is too slow at first.
        for (int i = 0; i < 100_000_000 && !counters.isStriped(); i++) {
          counters.increment(1);
        }
      });
      assertEquals(1, events.size());
      assertUpgrade(events.get(0), "flood", "first", null, 2);
      assertEquals(Thread.currentThread().getName(), events.get(0).getThread().getJavaName());
      assertInStackTrace(events.get(0), "remoteUpdates");
    }
  }

  @Test
  @DisplayName("K6: an owner that died attached is not recorded as one")
  void deadOwner() throws IOException {
    ProcessCounters counters = new ProcessCounters(6);
    try (Actor owner = new Actor("mortal")) {
      owner.run(counters::attach);
    }
    List<RecordedEvent> events = recorded(counters::upgrade);
    assertEquals(1, events.size());
    assertUpgrade(events.get(0), "request", null, null, 6);
  }

  @Test
  @DisplayName("K6: nothing is recorded of a set that is striped already")
  void stripedAlready() throws IOException {
    ProcessCounters counters = Mode.STRIPED.attached(1);
    try (Actor other = new Actor("other")) {
      assertEquals(List.of(), recorded(() -> {
        counters.upgrade();
        other.run(counters::attach);
        other.run(() -> counters.increment(0));
      }));
    }
  }

  @Test
  @DisplayName("K6: nothing is recorded of a set that stays single: of remote updates, attempts, a hand-over, a dead owner")
  void staysSingle() throws IOException {
    ProcessCounters counters = Mode.SINGLE.attached(1);
    assertEquals(List.of(), recorded(() -> {
      try (Actor next = new Actor("next")) {
        next.run(() -> counters.increment(0));
        next.run(counters::tryAttach);
        counters.detach();
        next.run(counters::attach);
      }
      counters.attach();
    }));
  }

  @Test
  @DisplayName("K6: of threads that attach at once, one upgrade is recorded for each set")
  void attachersAtOnce() throws IOException {
    int sets = 300;
    List<ProcessCounters> counters =
        IntStream.rangeClosed(1, sets).mapToObj(ProcessCounters::new).collect(Collectors.toList());
    Runnable attaching = () -> counters.forEach(ProcessCounters::attach);
    List<Integer> sizes = new ArrayList<>();
    for (RecordedEvent event : recorded(() -> Actor.runTogether(Collections.nCopies(3, attaching)))) {
      sizes.add(event.getInt("size"));
    }
    Collections.sort(sizes);
    assertEquals(IntStream.rangeClosed(1, sets).boxed().collect(Collectors.toList()), sizes);
  }

  @Test
  @DisplayName("A recording gets a burst of 1,000 upgrades, and then at most 100 a second")
  void flood() throws IOException {
    long begin = System.nanoTime();
    List<RecordedEvent> events = recorded(() -> {
      for (int i = 0; i < 20_000; i++) {
        new ProcessCounters(1).upgrade();
      }
    });
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    assertTrue(events.size() >= Upgrades.BURST, events.size() + " events");
    assertTrue(events.size() <= Upgrades.BURST + 100 * (seconds + 1), events.size() + " events in " + seconds + " s");
  }

  /** In the order of time. */
  private List<RecordedEvent> recorded(Runnable program) throws IOException {
    Path file = folder.resolve("upgrades.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(NAME).withStackTrace();
      recording.start();
      program.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().equals(NAME)) {
        events.add(event);
      }
    }
    events.sort((a, b) -> a.getStartTime().compareTo(b.getStartTime()));
    return events;
  }

  private static void assertUpgrade(RecordedEvent event, String cause, String owner, String attacher, int size) {
    assertEquals(cause, event.getString("cause"));
    assertEquals(owner, nameOf(event.getThread("owner")));
    assertEquals(attacher, nameOf(event.getThread("attacher")));
    assertEquals(size, event.getInt("size"));
  }

  private static String nameOf(RecordedThread thread) {
    return thread == null ? null : thread.getJavaName();
  }

  private static void assertInStackTrace(RecordedEvent event, String method) {
    List<String> methods = event.getStackTrace().getFrames().stream()
        .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
        .collect(Collectors.toList());
    assertTrue(methods.contains(UpgradeEventTest.class.getName() + "." + method), () -> methods.toString());
  }
}
