package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.Stripes.Stripe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** K7: by its id a thread finds its stripe, or one to share, in as little room as will do. */
final class HintsTest {

  private static final int LEAST = Hints.none().length;
  private static final int MOST = 2 * Stripes.MOST;

  /** Ids so far apart lead to one place in any room. */
  private static final int APART = 1 << 20;

  private final Stripes stripes = new Stripes(1);
  private Stripe[] hints = Hints.none();

  private final List<Actor> actors = new ArrayList<>();

  @AfterEach
  void end() {
    actors.forEach(Actor::close);
  }

  private Thread live() {
    Actor actor = new Actor("live");
    actors.add(actor);
    return actor.thread();
  }

  private Stripe attach(Thread thread, int id) {
    Stripe stripe = stripes.attach(thread, id);
    hints = Hints.with(hints, stripe, id);
    return stripe;
  }

  private Stripe share(int id) {
    Stripe stripe = stripes.moreShared(id);
    hints = Hints.with(hints, stripe, id);
    return stripe;
  }

  @Test
  @DisplayName("K7: five attached threads of one id find their stripes, and a sixth finds none")
  void oneId() {
    assertFindTheirs(5, i -> 7);
    assertEquals(2 * LEAST, hints.length);
    Thread sixth = live();
    attach(sixth, 7);
    assertNull(Hints.find(hints, sixth, 7));
    assertEquals(LEAST + MOST, hints.length);
  }

  @Test
  @DisplayName("K7: threads whose ids differ in high bits only find their stripes")
  void idsThatMeet() {
    assertFindTheirs(Stripes.MOST, i -> i * APART);
  }

  @Test
  @DisplayName("K7: of more threads with neighbouring ids than there is room for at first, each finds its stripe")
  void neighbours() {
    assertFindTheirs(Stripes.MOST, i -> 3 + i);
    assertTrue(hints.length <= LEAST + MOST, hints.length + " places");
  }

  private void assertFindTheirs(int number, IntUnaryOperator idOf) {
    Thread[] threads = new Thread[number];
    Stripe[] own = new Stripe[number];
    for (int i = 0; i < number; i++) {
      threads[i] = live();
      own[i] = attach(threads[i], idOf.applyAsInt(i));
    }
    for (int i = 0; i < number; i++) {
      assertSame(own[i], Hints.find(hints, threads[i], idOf.applyAsInt(i)));
    }
  }

  @Test
  @DisplayName("K7: one after another need no more room, whatever their ids")
  void oneAfterAnother() {
    for (int id = 0; id < 100; id++) {
      Thread thread = live();
      Stripe stripe = attach(thread, 7 * id);
      assertSame(stripe, Hints.find(hints, thread, 7 * id));
      stripes.detach(thread);
      assertNull(stripes.ownedBy(thread));
    }
    assertEquals(LEAST, hints.length);
  }

  @Test
  @DisplayName("K7: a thread that has left is led to no stripe; who comes back gets the one of before")
  void leftAndBack() {
    Thread first = live();
    Thread second = live();
    Stripe ofFirst = attach(first, 1);
    Stripe ofSecond = attach(second, 2);
    stripes.detach(first);
    stripes.detach(second);
    assertNull(Hints.find(hints, second, 2));
    assertSame(ofSecond, stripes.attach(second, 2));
    assertSame(ofSecond, Hints.find(hints, second, 2));
    assertSame(ofFirst, stripes.attach(first, 1));
  }

  @Test
  @DisplayName("K7: threads that share and whose ids meet get apart, and go on to the stripe they were led to last")
  void sharersThatMeet() {
    Thread thread = live(); // who asks does not matter, only the id
    Stripe first = share(0);
    assertSame(first, Hints.find(hints, thread, 0));
    assertSame(first, Hints.find(hints, thread, APART), "nothing of its own yet");
    Stripe second = share(APART);
    assertSame(second, Hints.find(hints, thread, APART));
    assertSame(first, Hints.find(hints, thread, 0));
    Stripe third = share(APART);
    assertSame(third, Hints.find(hints, thread, APART));
    assertSame(first, Hints.find(hints, thread, 0));
    assertEquals(2 * LEAST, hints.length);
  }

  @Test
  @DisplayName("K7: who attaches goes from the shared stripe to its own")
  void sharedThenOwn() {
    Thread thread = live();
    Stripe shared = share(5);
    Stripe own = attach(thread, 5);
    assertSame(own, Hints.find(hints, thread, 5));
    assertNotSame(shared, own);
  }

  @Test
  @DisplayName("K7: where an attached thread looks, one that shares looks on, whoever came first")
  void ownedAndShared() {
    Thread owner = live();
    Thread other = live();
    Stripe own = attach(owner, 4);
    assertNull(Hints.find(hints, other, 4));
    Stripe shared = share(4 + APART);
    assertSame(shared, Hints.find(hints, other, 4 + APART));
    Stripe sharedFirst = share(6);
    Stripe ownLater = attach(other, 6 + APART);
    assertSame(own, Hints.find(hints, owner, 4));
    assertSame(ownLater, Hints.find(hints, other, 6 + APART));
    assertSame(sharedFirst, Hints.find(hints, owner, 6));
  }

  @Test
  @DisplayName("K7: a thread looks at its first place and at four more, and nowhere else")
  void places() {
    Stripe shared = stripes.moreShared(3);
    int found = 0;
    for (int place = 0; place < 2 * LEAST; place++) {
      Stripe[] one = new Stripe[2 * LEAST];
      one[3] = Stripes.CROWDED;
      one[place] = shared;
      found += Hints.find(one, Thread.currentThread(), 3) == shared ? 1 : 0;
    }
    assertEquals(5, found);
  }

  @Test
  @DisplayName("K7: a set leads its owner, the thread that stripes it, a third one, and one whose hint was lost")
  void ofASet() {
    AtomicInteger id = new AtomicInteger(3);
    ProcessCounters counters = new ProcessCounters(1);
    try (Actor owner = ThreadWithId.actor(id::get); Actor second = ThreadWithId.actor(() -> 4);
        Actor third = ThreadWithId.actor(() -> 4 + APART)) {
      for (Actor actor : List.of(owner, second, third)) {
        actor.run(counters::attach);
      }
      assertLeads(counters, owner, 3);
      assertLeads(counters, second, 4);
      assertLeads(counters, third, 4 + APART);
      id.set(5);
      owner.run(() -> counters.increment(0));
      assertLeads(counters, owner, 5);
    }
  }

  private static void assertLeads(ProcessCounters counters, Actor actor, int id) {
    assertTrue(SetAssertions.partsOf(counters).stream()
        .filter(part -> part instanceof Stripe[] && ((Stripe[]) part).length >= LEAST)
        .anyMatch(part -> Hints.find((Stripe[]) part, actor.thread(), id) == counters.stripeOf(actor.thread())));
  }

  @Test
  @DisplayName("K7: a guest's hint makes room for a thread that looks there first")
  void guest() {
    Stripe shared = share(1);
    hints = Hints.with(hints, shared, 2);
    assertSame(shared, Hints.find(hints, live(), 2));
    Thread owner = live();
    Stripe own = attach(owner, 2);
    assertSame(own, Hints.find(hints, owner, 2));
    assertEquals(LEAST, hints.length);
  }
}
