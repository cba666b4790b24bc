package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An attempt to attach never stripes a set, and leaves behind what was there before. */
final class TryAttachTest {

  private final Thread current = Thread.currentThread();
  private final ProcessCounters counters = new ProcessCounters(1);

  @Test
  @DisplayName("K6, K8: where nobody is the owner, the thread is until it closes the attachment")
  void unowned() {
    Attachment attempt = counters.tryAttach();
    assertTrue(attempt.isAttached());
    assertAttached(counters, current);
    attempt.increment(0);
    attempt.close();
    assertFalse(attempt.isAttached());
    assertAttached(counters);
    assertSums(counters, 1);
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K6: where another live thread is the owner, nothing changes, and the thread counts as it would without")
  void ownedByAnother() {
    try (Actor owner = new Actor("owner")) {
      owner.run(() -> counters.add(0, 1));
      Attachment attempt = counters.tryAttach();
      assertFalse(attempt.isAttached());
      assertAttached(counters, owner.thread());
      attempt.add(0, 2);
      counters.add(0, 4);
      assertFalse(attempt.isAttached());
      attempt.close();
      attempt.add(0, 8);
      assertAttached(counters, owner.thread());
      assertFalse(counters.isStriped());
      assertSums(counters, 15);
    }
  }

  @Test
  @DisplayName("K8: what the thread came to own by counting in between, it leaves when it closes the attachment")
  void ownerInBetween() {
    try (Actor owner = new Actor("owner")) {
      owner.run(counters::attach);
      for (int i = 0; i < 2; i++) {
        boolean through = i == 0;
        Attachment attempt = counters.tryAttach();
        owner.run(counters::detach);
        assertFalse(attempt.isAttached());
        if (through) {
          attempt.increment(0);
        } else {
          counters.increment(0);
        }
        assertTrue(attempt.isAttached());
        assertAttached(counters, current);
        attempt.close();
        assertAttached(counters);
        owner.run(counters::attach);
      }
      assertSums(counters, 2);
      assertFalse(counters.isStriped());
    }
  }

  @Test
  @DisplayName("K8: so it does after another attempt, nested in the first, has closed")
  void nestedInFailed() {
    try (Actor owner = new Actor("owner")) {
      owner.run(counters::attach);
      Attachment outer = counters.tryAttach();
      owner.run(counters::detach);
      Attachment inner = counters.tryAttach();
      assertTrue(outer.isAttached());
      inner.close();
      assertAttached(counters);
      counters.increment(0);
      assertAttached(counters, current);
      outer.close();
      assertAttached(counters);
    }
  }

  @Test
  @DisplayName("K8: an attempt of the owner, by attaching or by counting, is nested: closing it does nothing")
  void nested() {
    counters.increment(0);
    try (Attachment attempt = counters.tryAttach()) {
      assertTrue(attempt.isAttached());
    }
    assertAttached(counters, current);
    counters.detach();
    try (Attachment attached = counters.attach()) {
      counters.tryAttach().close();
      assertTrue(attached.isAttached());
    }
    assertAttached(counters);
  }

  @Test
  @DisplayName("K6: a dead owner does not count as one")
  void deadOwner() {
    try (Actor mortal = new Actor("mortal")) {
      mortal.run(counters::attach);
    }
    try (Attachment attempt = counters.tryAttach()) {
      assertTrue(attempt.isAttached());
      assertAttached(counters, current);
    }
    assertFalse(counters.isStriped());
  }

  @Test
  @DisplayName("K8: in a striped set it gets a stripe, and leaves that; for who has one it is nested")
  void striped() {
    counters.upgrade();
    Attachment attempt = counters.tryAttach();
    Attachment inner = counters.tryAttach();
    assertTrue(attempt.isAttached());
    inner.close();
    assertAttached(counters, current);
    attempt.increment(0);
    attempt.close();
    assertFalse(attempt.isAttached());
    assertAttached(counters);
    assertSums(counters, 1);
  }

  @Test
  @DisplayName("K7: in a striped set of which all stripes are taken it gets none, and counts all the same")
  void noStripeLeft() {
    counters.upgrade();
    List<Actor> actors = new ArrayList<>();
    for (int i = 0; i < 2 * Table.MOST; i++) {
      int id = i;
      Actor actor = ThreadWithId.actor(() -> id);
      actors.add(actor);
      actor.run(counters::attach);
    }
    try (Actor late = ThreadWithId.actor(() -> 0)) {
      late.run(() -> {
        try (Attachment attempt = counters.tryAttach()) {
          assertFalse(attempt.isAttached());
          attempt.increment(0);
          actors.get(0).run(counters::detach);
          assertTrue(counters.tryAttach().isAttached());
          attempt.increment(0);
        }
      });
      assertFalse(threadsOf(counters).contains(late.thread()));
    }
    assertSums(counters, 2);
    actors.forEach(Actor::close);
  }

  @Test
  @DisplayName("K6, K8: two threads of a pool that meet in many sets, again and again, stripe no set, and own none")
  void pool() {
    int events = 250; // of four updates: no flood
    List<ProcessCounters> sets = Stream.generate(() -> new ProcessCounters(2)).limit(2_000).collect(Collectors.toList());
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, 2);
    AtomicInteger beside = new AtomicInteger();
    Runnable pooled = rounds.of(set -> {
      for (int event = 0; event < events; event++) {
        try (Attachment attempt = set.tryAttach()) {
          attempt.increment(0);
          attempt.add(1, 3);
          beside.addAndGet(attempt.isAttached() ? 0 : 1);
          Thread.yield(); // so that who owned the set may leave it now
          attempt.decrement(0);
          attempt.increment(1);
        }
      }
    });
    Actor.runTogether(List.of(pooled, pooled));
    for (ProcessCounters set : sets) {
      assertFalse(set.isStriped());
      assertAttached(set);
      assertSums(set, 0, 8L * events);
    }
    assertTrue(beside.get() > 0, "none met another");
  }
}
