package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.partsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** K7: nothing takes a lock. */
final class LockTest {

  private static final Pattern LOCKS = Pattern.compile(
      "monitorenter|\\bsynchronized\\b|java/util/concurrent/locks/|java/lang/Object\\.wait");

  /** A reporter's threads take turns at a short lock, and so do those that begin and end parts of a total. */
  private static final Pattern WITH_LOCKS = Pattern.compile("CounterDeltas.*|ProcessTotals.*");

  @ParameterizedTest
  @EnumSource
  @DisplayName("K7: whatever of the set another thread has locked holds up nobody")
  void allIsLocked(Mode mode) {
    ProcessCounters counters = mode.attached(2);
    try (Actor other = new Actor("other")) {
      other.run(() -> counters.add(0, -1));
      locked(partsOf(counters).stream().filter(part -> !(part instanceof Thread)).iterator(),
          () -> other.run(() -> doAll(counters)));
    }
    assertSums(counters, 9, 4);
    assertTrue(counters.isStriped());
  }

  @Test
  @DisplayName("K7: nor does it hold up the owner")
  void allIsLockedForTheOwner() {
    ProcessCounters counters = new ProcessCounters(2);
    counters.attach();
    try (Actor owner = new Actor("owner")) {
      owner.run(() -> counters.add(0, -1));
      counters.detach();
      owner.run(counters::attach);
      locked(partsOf(counters).stream().filter(part -> !(part instanceof Thread)).iterator(),
          () -> owner.run(() -> doAll(counters)));
    }
    assertSums(counters, 9, 4);
  }

  private static void locked(Iterator<?> parts, Runnable step) {
    if (parts.hasNext()) {
      synchronized (parts.next()) {
        locked(parts, step);
      }
    } else {
      step.run();
    }
  }

  /** What does not stripe a set first. */
  private static void doAll(ProcessCounters counters) {
    count(counters, counters.tryAttach());
    counters.attached(() -> count(counters, counters.attach())).run();
    counters.upgrade();
    counters.increment(0);
    counters.detach();
    counters.decrement(0);
  }

  private static void count(ProcessCounters counters, Attachment attachment) {
    counters.add(0, 2);
    counters.handle(0).decrement();
    attachment.add(0, 4);
    attachment.decrement(1);
    counters.addAll(new long[] {0, 3});
    ProcessCounters task = new ProcessCounters(2);
    task.increment(0);
    counters.addAll(task);
    counters.decrement(0);
    assertEquals(counters.sum(0), counters.sums()[0]);
    counters.toString();
    attachment.isAttached();
    attachment.close();
  }

  @Test
  @DisplayName("K7: no code of a set enters a monitor, or uses what the JDK has for waiting")
  void noLockInTheCode() throws Exception {
    Path classes = Path.of(ProcessCounters.class.getResource("ProcessCounters.class").toURI()).getParent();
    List<String> files;
    try (Stream<Path> all = Files.list(classes)) {
      files = all.filter(Files::isRegularFile)
          .filter(file -> !WITH_LOCKS.matcher(file.getFileName().toString()).matches())
          .map(Path::toString)
          .collect(Collectors.toList());
    }
    assertTrue(files.size() > 5, files::toString);
    StringWriter code = new StringWriter();
    PrintWriter writer = new PrintWriter(code);
    String[] arguments = Stream.concat(Stream.of("-c", "-p"), files.stream()).toArray(String[]::new);
    assertEquals(0, ToolProvider.findFirst("javap").orElseThrow().run(writer, writer, arguments));
    List<String> locks = code.toString().lines().filter(line -> LOCKS.matcher(line).find()).collect(Collectors.toList());
    assertEquals(List.of(), locks);
    assertTrue(code.toString().contains("compareAndSet"));
  }
}
