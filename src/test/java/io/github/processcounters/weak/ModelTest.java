package io.github.processcounters.weak;

import static io.github.processcounters.weak.Model.ARMV8;
import static io.github.processcounters.weak.Model.TSO;
import static io.github.processcounters.weak.Step.Access.ACQUIRE;
import static io.github.processcounters.weak.Step.Access.PLAIN;
import static io.github.processcounters.weak.Step.Access.RELEASE;
import static io.github.processcounters.weak.Step.Access.VOLATILE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.processcounters.weak.Line.Code;
import io.github.processcounters.weak.Line.Kind;
import io.github.processcounters.weak.Step.Access;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The classic tests of memory models. Results are what the reads and updates have read, thread by thread. */
@Tag("proof")
final class ModelTest {

  private static final Code FENCE = line -> line.fence("fence");

  private static Code write(String word, Access access) {
    return line -> line.write(word, 1, access);
  }

  private static Code read(String word, Access access) {
    return line -> line.sum(line.read(word, access));
  }

  private static Code update(String word) {
    return line -> line.sum(line.getAndAdd(word, 1));
  }

  /** Writes what it has read. */
  private static Code copy(String from, String to) {
    return line -> {
      Value value = line.read(from, PLAIN);
      line.write(to, value, PLAIN);
      line.sum(value);
    };
  }

  private static void assertAllowed(boolean onArm, boolean onX86, Program program, Long... results) {
    assertEquals(onArm, allows(ARMV8, program, results));
    assertEquals(onX86, allows(TSO, program, results));
  }

  private static boolean allows(Model model, Program program, Long... results) {
    return program.allows(model, Weakening.NOTHING, execution -> {
      List<Long> read = new ArrayList<>();
      execution.calls(Kind.SUM).forEach(call -> read.add(call.result().in(execution)));
      return read.equals(List.of(results));
    });
  }

  @Test
  @DisplayName("Two threads write, and do not read each other's write")
  void storeBuffering() {
    assertAllowed(true, true, storeBuffering(write("x", RELEASE), write("y", RELEASE), VOLATILE), 0L, 0L);
    assertAllowed(false, false, storeBuffering(write("x", VOLATILE), write("y", VOLATILE), VOLATILE), 0L, 0L);
    Code x = line -> line.getAndAdd("x", 1);
    Code y = line -> line.getAndAdd("y", 1);
    assertAllowed(false, false, storeBuffering(x, y, VOLATILE), 0L, 0L);
    assertAllowed(true, false, storeBuffering(x, y, ACQUIRE), 0L, 0L);
    assertAllowed(false, false, new Program()
        .thread(write("x", PLAIN), FENCE, read("y", PLAIN))
        .thread(write("y", PLAIN), FENCE, read("x", PLAIN)), 0L, 0L);
    assertAllowed(true, true, new Program()
        .thread(write("x", PLAIN), read("x", VOLATILE), read("y", VOLATILE))
        .thread(write("y", PLAIN), read("y", VOLATILE), read("x", VOLATILE)), 1L, 0L, 1L, 0L);
  }

  private static Program storeBuffering(Code x, Code y, Access access) {
    return new Program().thread(x, read("y", access)).thread(y, read("x", access));
  }

  @Test
  @DisplayName("A thread reads the second write of another, and not the first")
  void messagePassing() {
    assertAllowed(true, false, messagePassing(PLAIN, ACQUIRE), 1L, 0L);
    assertAllowed(true, false, messagePassing(RELEASE, PLAIN), 1L, 0L);
    assertAllowed(false, false, messagePassing(RELEASE, ACQUIRE), 1L, 0L);
    assertAllowed(false, false, messagePassing(VOLATILE, VOLATILE), 1L, 0L);
  }

  private static Program messagePassing(Access write, Access read) {
    return new Program()
        .thread(write("x", PLAIN), write("y", write))
        .thread(read("y", read), read("x", PLAIN));
  }

  @Test
  @DisplayName("Two threads read two writes in different orders")
  void independentReads() {
    for (Access access : List.of(PLAIN, ACQUIRE)) {
      assertAllowed(access == PLAIN, false, new Program()
          .thread(write("x", PLAIN))
          .thread(write("y", PLAIN))
          .thread(read("x", access), read("y", access))
          .thread(read("y", access), read("x", access)), 1L, 0L, 1L, 0L);
    }
  }

  @Test
  @DisplayName("Two threads read what the other writes later")
  void loadBuffering() {
    assertAllowed(true, false, new Program()
        .thread(read("x", PLAIN), write("y", PLAIN))
        .thread(read("y", PLAIN), write("x", PLAIN)), 1L, 1L);
    assertAllowed(false, false, new Program()
        .thread(read("x", ACQUIRE), write("y", PLAIN))
        .thread(copy("y", "x")), 1L, 1L);
  }

  @Test
  @DisplayName("Reads of one word do not go back, and of two atomic updates the second reads the first")
  void coherence() {
    assertAllowed(false, false, new Program()
        .thread(write("x", PLAIN))
        .thread(read("x", PLAIN), read("x", PLAIN)), 1L, 0L);
    assertAllowed(false, false, new Program().thread(update("x")).thread(update("x")), 0L, 0L);
    assertAllowed(true, true, new Program().thread(update("x")).thread(update("x")), 1L, 0L);
  }

  @Test
  @DisplayName("An atomic update orders less on ARM than a fence")
  void updateIsNoFence() {
    assertAllowed(true, false, new Program()
        .thread(write("x", PLAIN), update("z"), read("y", PLAIN))
        .thread(write("y", PLAIN), FENCE, read("x", PLAIN)), 0L, 0L, 0L);
    assertAllowed(false, false, new Program()
        .thread(write("x", PLAIN), update("z"), read("y", VOLATILE))
        .thread(write("y", PLAIN), FENCE, read("x", PLAIN)), 0L, 0L, 0L);
  }
}
