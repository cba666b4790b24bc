package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is attached when, in both modes. */
final class AttachmentTest {

  private final Thread current = Thread.currentThread();

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: closing the joining attachment leaves; a second time, or a nested one before or after it, does nothing")
  void close(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    Attachment joining = counters.attach();
    Attachment inner = counters.attach();
    Attachment late = counters.attach();
    inner.close();
    assertAttached(counters, current);
    joining.close();
    assertAttached(counters);
    counters.attach();
    late.close();
    joining.close();
    assertAttached(counters, current);
  }

  @Test
  @DisplayName("K8: closing the attachment that striped the set leaves as any joining one does")
  void stripedTheSet() {
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor owner = new Actor("owner")) {
      owner.run(counters::attach);
      Attachment second = counters.attach();
      assertTrue(counters.isStriped());
      assertAttached(counters, owner.thread(), current);
      second.close();
      assertAttached(counters, owner.thread());
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a thread that became the owner by counting leaves only by detach()")
  void ownerByCounting(Mode mode) {
    ProcessCounters counters = new ProcessCounters(1);
    counters.increment(0);
    if (mode == Mode.STRIPED) {
      counters.upgrade();
    }
    assertAttached(counters, current);
    counters.attach().close();
    assertAttached(counters, current);
    counters.detach();
    assertAttached(counters);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: detach() leaves at once, whatever attachments are open; closing them then does nothing")
  void detachWithOpenAttachments(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    Attachment joining = counters.attach();
    Attachment inner = counters.attach();
    counters.detach();
    assertAttached(counters);
    counters.detach();
    inner.close();
    joining.close();
    assertAttached(counters);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: after detach() and another attach(), closing the old joining attachment is another detach()")
  void closeAfterAttachingAgain(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    Attachment old = counters.attach();
    counters.detach();
    Attachment young = counters.attach();
    old.close();
    assertAttached(counters);
    young.close();
    assertAttached(counters);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: only its own thread closes an attachment, dead or alive: others change nothing, and hear both names")
  void closeByAnotherThread(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    Actor right = new Actor("the right one");
    try (right; Actor wrong = new Actor("the wrong one")) {
      Attachment joining = right.call(counters::attach);
      Attachment nested = right.call(counters::attach);
      wrong.run(() -> {
        assertRefused(joining);
        assertRefused(nested);
      });
      assertAttached(counters, right.thread());
      right.run(nested::close);
      assertAttached(counters, right.thread());
      right.run(joining::close);
      assertAttached(counters);
      wrong.run(() -> {
        assertRefused(joining);
        assertRefused(nested);
      });
      right.run(counters::attach);
      wrong.run(() -> assertRefused(joining));
      assertAttached(counters, right.thread());
      right.close();
      wrong.run(() -> assertRefused(joining));
    }
  }

  @Test
  @DisplayName("K7: where assertions are not enabled, closing another thread's attachment just does nothing")
  void closeByAnotherThreadWithoutAssertions(@TempDir Path folder) throws Exception {
    assertEquals("true, then false\n".repeat(Mode.values().length), ChildJvm.run(folder, Program.class));
  }

  /** Runs in another runtime, without any library but this one. */
  static final class Program {

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      for (Mode mode : Mode.values()) {
        Attachment joining = mode.unowned(1).attach();
        Thread other = new Thread(joining::close);
        other.start();
        other.join();
        boolean before = joining.isAttached();
        joining.close();
        System.out.println(before + ", then " + joining.isAttached());
      }
    }
  }

  private static void assertRefused(Attachment attachment) {
    String message = assertThrows(AssertionError.class, attachment::close).getMessage();
    assertTrue(message.contains("the right one"), message);
    assertTrue(message.contains("the wrong one"), message);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a wrapped task runs attached, and leaves, any number of times and in any thread")
  void attachedTasks(Mode mode) throws Exception {
    ProcessCounters counters = mode.unowned(1);
    Runnable runnable = counters.attached(() -> {
      assertAttached(counters, Thread.currentThread());
      counters.increment(0);
    });
    Callable<String> callable = counters.attachedCall(() -> {
      runnable.run();
      assertAttached(counters, Thread.currentThread());
      return "result";
    });
    assertAttached(counters);
    runnable.run();
    assertAttached(counters);
    assertEquals("result", callable.call());
    assertAttached(counters);
    try (Actor other = new Actor("other")) {
      other.run(runnable);
      assertEquals("result", other.call(callable));
    }
    assertAttached(counters);
    assertSums(counters, 4);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a wrapped task leaves, too, when it throws, and what it throws arrives as it is")
  void attachedTasksThatThrow(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    Error error = new Error("thrown by the task");
    Runnable runnable = counters.attached(() -> {
      throw error;
    });
    assertSame(error, assertThrows(Error.class, runnable::run));
    assertAttached(counters);
    IOException exception = new IOException("thrown by the task");
    Callable<Void> callable = counters.attachedCall(() -> {
      throw exception;
    });
    assertSame(exception, assertThrows(IOException.class, callable::call));
    assertAttached(counters);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a wrapped task in an attached thread is nested, and does not detach it")
  void attachedTasksInAttachedThread(Mode mode) throws Exception {
    ProcessCounters counters = mode.attached(1);
    counters.attached(() -> counters.increment(0)).run();
    assertAttached(counters, current);
    assertEquals(1, counters.attachedCall(() -> counters.sum(0)).call());
    assertAttached(counters, current);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K8: a wrapped task may detach itself")
  void attachedTaskThatDetaches(Mode mode) {
    ProcessCounters counters = mode.unowned(1);
    counters.attached(counters::detach).run();
    assertAttached(counters);
  }
}
