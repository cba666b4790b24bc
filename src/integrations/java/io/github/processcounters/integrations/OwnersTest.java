package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that own a set by accident, as they counted in it first and do not leave. */
@Timeout(120)
final class OwnersTest {

  static final int ROWS = 0, BYTES = 1;

  private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "worker"));
  private final ProcessCounters query = new ProcessCounters(2);

  @TempDir
  private Path folder;

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private void plan() {
    query.add(BYTES, 16);
  }

  private void read() {
    query.increment(ROWS);
    query.add(BYTES, 512);
  }

  @Test
  @DisplayName("K6: a set that is seeded and left stays single; that is not left, is striped")
  void seeding() throws Exception {
    long[] saved = {7, 100};

    query.addAll(saved);
    query.detach(); // or this thread is the owner
    executor.submit(query.attached(() -> read())).get();

    assertArrayEquals(new long[] {8, 612}, query.sums());
    assertFalse(query.isStriped());
    ProcessCounters notLeft = new ProcessCounters(2);
    notLeft.addAll(saved);
    executor.submit(notLeft.attached(() -> {})).get();
    assertTrue(notLeft.isStriped());
  }

  @Test
  @DisplayName("K6: a planner that counts inside a task that is attached has left when it hands over")
  void planner() throws Exception {
    query.attached(() -> plan()).run(); // it has left when this returns
    executor.submit(query.attached(() -> read())).get();

    assertArrayEquals(new long[] {1, 528}, query.sums());
    assertFalse(query.isStriped());
  }

  @Test
  @DisplayName("K6: a parent that leaves before it waits does not stripe the set")
  void parent() throws Exception {
    query.increment(ROWS);
    query.detach(); // before it waits
    executor.submit(query.attached(() -> read())).get();

    assertArrayEquals(new long[] {2, 512}, query.sums());
    assertFalse(query.isStriped());
  }

  @Test
  @DisplayName("K6: Flight Recorder names the planner that has not left; of a wrapped task the stack shows no code of ours")
  void recordedOfTask() throws Exception {
    RecordedEvent event = upgrade(() -> {
      plan();
      executor.submit(query.attached(() -> read())).get();
    });
    assertNamed(event);
    assertEquals(List.of(), ours(event));
  }

  @Test
  @DisplayName("K6: of a thread that attaches in its code the stack shows where")
  void recordedOfCode() throws Exception {
    RecordedEvent event = upgrade(() -> {
      plan();
      executor.submit(this::readAttached).get();
    });
    assertNamed(event);
    assertEquals("readAttached", ours(event).get(0));
  }

  private void readAttached() {
    try (Attachment a = query.attach()) {
      a.increment(ROWS);
    }
  }

  private static void assertNamed(RecordedEvent event) {
    assertEquals("attach", event.getString("cause"));
    assertEquals(Thread.currentThread().getName(), event.getThread("owner").getJavaName());
    assertEquals("worker", event.getThread("attacher").getJavaName());
  }

  private interface Program {

    void run() throws Exception;
  }

  /** Returns the one upgrade that was recorded. */
  private RecordedEvent upgrade(Program program) throws Exception {
    Path file = folder.resolve("upgrades.jfr");
    String name = "io.github.processcounters.Upgrade";
    try (Recording recording = new Recording()) {
      recording.enable(name).withStackTrace();
      recording.start();
      program.run();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name)).toList();
    assertEquals(1, events.size(), events::toString);
    return events.get(0);
  }

  /** The methods of this class in the event's stack, innermost first. */
  private static List<String> ours(RecordedEvent event) {
    return event.getStackTrace().getFrames().stream()
        .map(RecordedFrame::getMethod)
        .filter(method -> method.getType().getName().equals(OwnersTest.class.getName()))
        .map(RecordedMethod::getName)
        .toList();
  }
}
