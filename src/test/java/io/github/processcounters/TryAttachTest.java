package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.threadsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  @DisplayName("K6, K8: a million events in a pool, one in ten beside another in the same set, stripe no set, own none")
  void pool() {
    int threads = 8;
    int events = 1_000_000 / threads;
    List<ProcessCounters> sets = new ArrayList<>();
    List<AtomicBoolean> busy = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sets.add(new ProcessCounters(2));
      busy.add(new AtomicBoolean());
    }
    AtomicInteger latest = new AtomicInteger();
    AtomicInteger beside = new AtomicInteger();
    SplittableRandom seeds = new SplittableRandom(2);
    List<Actor> pool = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      SplittableRandom random = seeds.split();
      Actor actor = new Actor("pooled " + i);
      pool.add(actor);
      running.add(actor.start(() -> {
        for (int event = 0; event < events; event++) {
          boolean besideAnother = random.nextInt(10) == 0;
          int set = besideAnother ? latest.get() : random.nextInt(sets.size());
          boolean alone = busy.get(set).compareAndSet(false, true);
          if (alone || besideAnother) {
            latest.set(set);
            try (Attachment attempt = sets.get(set).tryAttach()) {
              attempt.increment(0);
              attempt.add(1, 3);
              if (besideAnother) {
                beside.addAndGet(attempt.isAttached() ? 0 : 1);
                Thread.yield(); // so that who owned the set may leave it now
              }
              attempt.decrement(0);
              attempt.increment(1);
            }
            if (alone) {
              busy.get(set).set(false);
            }
          } else {
            event--;
          }
        }
      }));
    }
    running.forEach(Actor::await);
    assertEquals(0, sets.stream().filter(ProcessCounters::isStriped).count(), "striped");
    assertEquals(0, sets.stream().mapToInt(set -> threadsOf(set).size()).sum(), "owned by idle threads");
    assertTrue(beside.get() > 100, () -> beside + " events met another");
    assertEquals(4L * threads * events, sets.stream().mapToLong(set -> set.sum(1)).sum());
    assertEquals(0, sets.stream().mapToLong(set -> set.sum(0)).sum());
    pool.forEach(Actor::close);
  }
}
