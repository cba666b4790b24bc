package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertCollected;
import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a striped set, a thread whose updates come in a flood gets a stripe of its own, by counting. */
final class OwnerByCountingTest {

  private final Thread current = Thread.currentThread();
  private final ProcessCounters counters = Mode.STRIPED.unowned(1);

  /** Adds 1 to the first counter until the thread has a stripe, or so often that it will get none. */
  static int flood(ProcessCounters counters) {
    int added = 0;
    while (counters.stripeOf(Thread.currentThread()) == null && added < 200_000) {
      for (int i = 0; i < 10_000; i++) {
        counters.increment(0);
      }
      added += 10_000;
    }
    return added;
  }

  private void assertFloodGetsStripe() {
    flood(counters);
    assertNotNull(counters.stripeOf(Thread.currentThread()));
  }

  @Test
  @DisplayName("K1, K6: it keeps the stripe while it is slow, counts there, and reads right")
  void keeps() {
    long added = flood(counters);
    Stripe own = counters.stripeOf(current);
    assertAttached(counters, current);
    long before = own.ups(0);
    for (int i = 0; i < 100; i++) {
      counters.increment(0);
      counters.decrement(0);
      counters.add(0, 2);
      added += 2;
      assertSums(counters, added);
    }
    assertSame(own, counters.stripeOf(current));
    assertEquals(before + 300, own.ups(0));
    assertEquals(-100, own.downs(0));
  }

  @Test
  @DisplayName("K6: a flood in a single set leads to a stripe, too, and the owner keeps its own")
  void fromSingle() {
    ProcessCounters single = new ProcessCounters(1);
    try (Actor owner = new Actor("owner"); Actor other = new Actor("other")) {
      owner.run(() -> single.increment(0));
      int added = other.call(() -> flood(single));
      assertAttached(single, owner.thread(), other.thread());
      assertSums(single, 1 + added);
    }
  }

  @Test
  @DisplayName("K8: it detaches, and nothing of it is left; the next flood gets it the same stripe")
  void detaches() {
    int added = flood(counters);
    Stripe own = counters.stripeOf(current);
    counters.detach();
    assertAttached(counters);
    added += flood(counters);
    assertSame(own, counters.stripeOf(current));
    counters.detach();
    assertSums(counters, added);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K8: if it attaches, closing that leaves; an attachment within is nested")
  void attaches(boolean mayStripe) {
    assertFloodGetsStripe();
    Stripe own = counters.stripeOf(current);
    Attachment attachment = mayStripe ? counters.attach() : counters.tryAttach();
    assertSame(own, counters.stripeOf(current));
    Attachment nested = counters.attach();
    counters.tryAttach().close();
    nested.close();
    assertAttached(counters, current);
    attachment.increment(0);
    attachment.close();
    assertAttached(counters);
    attachment.close();
    counters.attach();
    attachment.close();
    nested.close();
    assertAttached(counters, current);
  }

  @Test
  @DisplayName("K8: an attachment that got no stripe leaves what its thread got by counting since")
  void attachesBefore() {
    List<Actor> idle = new ArrayList<>();
    for (int i = 0; i < 2 * Table.MOST; i++) {
      int id = i;
      Actor actor = ThreadWithId.actor(() -> id);
      actor.run(counters::attach);
      idle.add(actor);
    }
    Attachment attachment = counters.attach();
    assertFalse(attachment.isAttached());
    idle.forEach(actor -> actor.run(counters::detach));
    assertFloodGetsStripe();
    attachment.close();
    assertAttached(counters);
    idle.forEach(Actor::close);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K8: attached(task) leaves nothing behind, where the thread had got a stripe by counting, and where the task floods")
  void attachedTask(boolean before) throws Exception {
    if (before) {
      assertFloodGetsStripe();
    }
    AtomicBoolean ran = new AtomicBoolean();
    counters.attached(() -> {
      assertFloodGetsStripe();
      ran.set(true);
    }).run();
    assertTrue(ran.get());
    assertAttached(counters);
    if (before) {
      assertFloodGetsStripe();
    }
    assertEquals(7, counters.attachedCall(() -> {
      assertFloodGetsStripe();
      return 7;
    }).call());
    assertAttached(counters);
  }

  @Test
  @DisplayName("K8: nor does it where the task floods the single set of an idle owner, which is striped within")
  void attachedTaskInSingle() {
    ProcessCounters single = new ProcessCounters(1);
    try (Actor owner = new Actor("owner"); Actor other = new Actor("other")) {
      owner.run(() -> single.increment(0));
      other.run(() -> {
        try (Attachment attempt = single.tryAttach()) {
          flood(single);
          assertTrue(attempt.isAttached());
        }
      });
      assertAttached(single, owner.thread());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K8: if it died, a read lets it go, or who takes its place")
  void dies(boolean read) {
    int id = 5;
    Actor mortal = ThreadWithId.actor(() -> id);
    mortal.run(() -> flood(counters));
    assertAttached(counters, mortal.thread());
    WeakReference<Thread> thread = new WeakReference<>(mortal.thread());
    mortal.close();
    mortal = null;
    long stripes = SetAssertions.partsOf(counters).stream().filter(part -> part instanceof Stripe).count();
    if (read) {
      counters.sum(0);
      assertAttached(counters);
    } else {
      try (Actor next = ThreadWithId.actor(() -> id)) {
        next.run(counters::attach);
        assertAttached(counters, next.thread());
      }
    }
    assertCollected(thread);
    assertEquals(stripes, SetAssertions.partsOf(counters).stream().filter(part -> part instanceof Stripe).count());
    Reference.reachabilityFence(counters);
  }
}
