package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The line for a log. */
final class ToStringTest {

  @Test
  @DisplayName("K6: a set shows its owner while it has a live one, and its mode")
  void toStringInEachMode() {
    ProcessCounters counters = new ProcessCounters(2);
    assertEquals("ProcessCounters[size=2, single, sums=[0, 0]]", counters.toString());
    try (Actor owner = new Actor("worker")) {
      owner.run(counters::attach);
      owner.run(() -> counters.add(0, 7));
      counters.add(1, -512);
      assertEquals("ProcessCounters[size=2, single, owner=worker, sums=[7, -512]]", counters.toString());
    }
    assertEquals("ProcessCounters[size=2, single, sums=[7, -512]]", counters.toString());
    counters.upgrade();
    counters.increment(0);
    assertEquals("ProcessCounters[size=2, striped, sums=[8, -512]]", counters.toString());
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: an attachment shows its thread, whether that is attached, and the set")
  void attachments(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    try (Actor worker = new Actor("worker")) {
      Attachment attachment = worker.call(counters::attach);
      worker.run(() -> attachment.add(0, 7));
      assertEquals("Attachment[thread=worker, attached, " + counters + "]", attachment.toString());
      worker.run(attachment::close);
      assertEquals("Attachment[thread=worker, not attached, " + counters + "]", attachment.toString());
    }
  }

  private enum Count { ROWS, BYTES }

  @Test
  @DisplayName("A counter by name is shown by its name, and else as one without")
  void byName() {
    EnumCounters<Count> query = new EnumCounters<>(Count.class);
    try (Actor worker = new Actor("worker")) {
      EnumAttachment<Count> attachment = worker.call(query::attach);
      worker.run(() -> attachment.add(Count.BYTES, 512));
      assertEquals("EnumAttachment[Attachment[thread=worker, attached, "
          + "ProcessCounters[size=2, single, owner=worker, sums=[0, 512]]]]", attachment.toString());
      worker.run(attachment::close);
      assertTrue(attachment.toString().contains("not attached"), attachment::toString);
    }
    assertEquals("CounterHandle[counter=1, sum=512]", query.handle(Count.BYTES).toString());
    assertEquals("CounterHandle[counter=0, sum=0]", query.counters().handle(0).toString());
  }

  @Test
  @DisplayName("A thread without a name, as virtual threads are, is shown as it shows itself")
  void threadWithoutName() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor owner = new Actor(ThreadWithId.named("", 1))) {
      owner.run(counters::attach);
      assertEquals("ProcessCounters[size=1, single, owner=" + owner.thread() + ", sums=[0]]", counters.toString());
    }
  }
}
