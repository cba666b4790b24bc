package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static io.github.processcounters.SetAssertions.partsOf;
import static io.github.processcounters.SetAssertions.threadsOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K7: where threads find a stripe, how many there are, and what it takes to get one. */
final class TableTest {

  /** Many more than there are places. */
  private static final int MANY = 200;

  private final Thread current = Thread.currentThread();
  private final ProcessCounters counters = Mode.STRIPED.unowned(1);
  private final List<Actor> actors = new ArrayList<>();

  @AfterEach
  void end() {
    actors.forEach(Actor::close);
  }

  private List<Actor> actors(int number, IntToLongFunction id) {
    List<Actor> more = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      long idOfThis = id.applyAsLong(i);
      more.add(ThreadWithId.actor(() -> idOfThis));
    }
    actors.addAll(more);
    return more;
  }

  /** By threads that stay. */
  private void takeAll(ProcessCounters set) {
    actors(2 * Table.MOST, i -> i).forEach(actor -> actor.run(set::attach));
    assertEquals(Table.MOST, threadsOf(set).size());
  }

  private static long stripesOf(ProcessCounters set) {
    return partsOf(set).stream().filter(part -> part instanceof Stripe).count();
  }

  @Test
  @DisplayName("K7: a table with one stripe more is a copy, with all stripes where they were, and once more in a row")
  void with() {
    Stripe[] table = Table.EMPTY;
    List<Stripe> added = new ArrayList<>();
    for (int place = 0; place < Table.LEAST; place++) {
      Stripe[] before = table.clone();
      Stripe stripe = new Stripe(1, current, true);
      Stripe[] next = Table.with(table, place, stripe);
      assertArrayEquals(before, table);
      added.add(stripe);
      table = next;
      assertStripes(added, table);
    }
    assertStripes(added, Table.grown(table));
    assertArrayEquals(new Stripe[Table.LEAST], Table.EMPTY);
  }

  private static void assertStripes(List<Stripe> expected, Stripe[] table) {
    int places = Table.places(table);
    assertEquals(expected, Arrays.asList(table).subList(0, expected.size()));
    assertEquals(Collections.nCopies(places - expected.size(), null),
        Arrays.asList(table).subList(expected.size(), places));
    assertEquals(expected, Arrays.asList(table).subList(places, table.length));
  }

  @Test
  @DisplayName("K7: a thread finds its stripe where it may get one, which is at four places at least and eight at most")
  void places() {
    int[] foundBy = new int[Table.LEAST];
    for (int id = -500; id < 500; id++) {
      int found = 0;
      for (int place = 0; place < Table.LEAST; place++) {
        Stripe stripe = new Stripe(1, null, false);
        Stripe[] table = Table.with(Table.EMPTY, place, stripe);
        boolean claimed = Table.claim(table, current, id, true);
        assertSame(claimed ? stripe : null, Table.find(table, current, id));
        found += claimed ? 1 : 0;
        foundBy[place] += claimed ? 1 : 0;
      }
      assertTrue(found >= 4 && found <= 8, found + " places");
    }
    assertTrue(Arrays.stream(foundBy).allMatch(n -> n >= 200), () -> Arrays.toString(foundBy));
  }

  @Test
  @DisplayName("K7: a thread finds its stripe where there is room for one, which is in one half of the table if it does not attach")
  void room() {
    for (boolean attaches : new boolean[] {true, false}) {
      Set<Integer> all = new HashSet<>();
      for (int id = -500; id < 500; id++) {
        Stripe[] table = Table.EMPTY;
        int rooms = 0;
        for (int room; (room = Table.room(table, id, attaches)) >= 0; rooms++) {
          assertNull(table[room]);
          Stripe stripe = new Stripe(1, current, attaches);
          assertSame(stripe, Table.find(Table.with(Table.EMPTY, room, stripe), current, id));
          table = Table.with(table, room, stripe);
          all.add(room);
        }
        assertTrue(rooms >= (attaches ? 4 : 2) && rooms <= 8, rooms + " rooms");
      }
      assertEquals(attaches ? Table.LEAST : Table.LEAST / 2, all.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 64})
  @Tag("proof")
  @DisplayName("K7: while half of the places is free, of threads with random ids one in 20 at most goes without a stripe, and of consecutive ones none")
  void whoGoesWithout(int processors, @TempDir Path folder) throws Exception {
    String printed = ChildJvm.run(folder, WhoGoesWithout.class, "-XX:ActiveProcessorCount=" + processors);
    double[] shares = Arrays.stream(printed.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertEquals(2 + WhoGoesWithout.STRIDES.length, shares.length, printed);
    assertEquals(Math.max(16, 2 * processors), shares[0], printed);
    assertTrue(shares[1] <= 0.05, printed);
    assertEquals(0, shares[2], printed);
    for (double share : Arrays.copyOfRange(shares, 3, shares.length)) {
      assertTrue(share <= 0.05, printed);
    }
  }

  /** Prints the limit, the share of threads with random ids that go without, and those of threads with ids in strides. */
  static final class WhoGoesWithout {

    static final int[] STRIDES = {1, 2, 4, 8, 16};

    private static final int ATTACHES = 6_400;

    private static final long[] ids = new long[Table.MOST / 2];
    private static final List<Actor> actors = new ArrayList<>();

    private WhoGoesWithout() {}

    public static void main(String[] args) {
      for (int i = 0; i < ids.length; i++) {
        int actor = i;
        actors.add(ThreadWithId.actor(() -> ids[actor]));
      }
      SplittableRandom random = new SplittableRandom(1);
      StringBuilder shares = new StringBuilder().append(Table.MOST);
      shares.append(' ').append(share(i -> random.nextInt(1 << 20)));
      for (int stride : STRIDES) {
        long[] from = new long[1];
        shares.append(' ').append(share(i -> {
          from[0] = i == 0 ? random.nextInt(1 << 20) : from[0];
          return from[0] + (long) i * stride;
        }));
      }
      System.out.println(shares);
      actors.forEach(Actor::close);
    }

    private static double share(IntToLongFunction id) {
      int without = 0;
      int rounds = ATTACHES / ids.length;
      for (int round = 0; round < rounds; round++) {
        ProcessCounters counters = Mode.STRIPED.unowned(1);
        for (int i = 0; i < ids.length; i++) {
          ids[i] = id.applyAsLong(i);
          without += actors.get(i).call(counters::attach).isAttached() ? 0 : 1;
        }
      }
      return (double) without / rounds / ids.length;
    }
  }

  @Test
  @DisplayName("K7: 200 threads that attach or flood at once get no more stripes than the limit")
  void limit() {
    for (int round = 0; round < 20; round++) {
      assertEquals(Table.MOST, Limit.stripes());
    }
  }

  @Test
  @Tag("proof")
  @DisplayName("K7: nor do they where the table grows meanwhile")
  void limitOfLargeTable(@TempDir Path folder) throws Exception {
    assertEquals("128 of 128\n", ChildJvm.run(folder, Limit.class, "-XX:ActiveProcessorCount=64"));
  }

  /** Prints how many stripes there are at the most, and the limit. */
  static final class Limit {

    private Limit() {}

    public static void main(String[] args) {
      long most = 0;
      for (int round = 0; round < 10; round++) {
        most = Math.max(most, stripes());
      }
      System.out.println(most + " of " + Table.MOST);
    }

    static long stripes() {
      ProcessCounters counters = Mode.STRIPED.unowned(1);
      List<Runnable> tasks = new ArrayList<>();
      CountDownLatch all = new CountDownLatch(MANY + 2 * Table.MOST);
      for (long i = all.getCount(); i > 0; i--) {
        boolean attaches = i % 4 != 0;
        tasks.add(() -> {
          if (attaches) {
            counters.attach();
          }
          for (int j = 0; j < 5_000; j++) {
            counters.increment(0);
          }
          all.countDown();
          try {
            all.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
      }
      Actor.runTogether(tasks);
      if (counters.sum(0) != 5_000L * tasks.size()) {
        throw new AssertionError(counters);
      }
      return stripesOf(counters);
    }
  }

  @Test
  @DisplayName("K7: 200 idle threads that once flooded have half of the stripes at most, and take nothing from 8 that attach later")
  void idleThreadsThatFlooded() {
    for (Actor idle : actors(MANY, i -> i)) {
      idle.run(() -> OwnerByCountingTest.flood(counters));
    }
    assertTrue(threadsOf(counters).size() >= Table.LEAST / 2, threadsOf(counters).size() + " by counting");
    assertTrue(threadsOf(counters).size() <= Table.MOST / 2, threadsOf(counters).size() + " by counting");
    for (Actor late : actors(8, i -> MANY + i)) {
      assertTrue(late.call(counters::attach).isAttached());
    }
  }

  @Test
  @Tag("proof")
  @DisplayName("K1, K7: 300,000 virtual threads of ten adds each, or many short ones where there are none, leave the first word")
  void shortThreads() throws InterruptedException {
    ThreadFactory virtual = VirtualThreads.factory().orElse(null);
    int threads = virtual != null ? 300_000 : 20_000;
    int adds = virtual != null ? 10 : 1_000;
    long begin = System.nanoTime();
    double share = 1;
    // On a busy machine they may be too slow for a flood, and have no need to part.
    while (share > 0.5 && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30)) {
      ProcessCounters shared = new ProcessCounters(1);
      shared.increment(0);
      CountDownLatch counted = new CountDownLatch(threads);
      for (int i = 0; i < threads; i++) {
        Runnable task = () -> {
          for (int j = 0; j < adds; j++) {
            shared.increment(0);
          }
          counted.countDown();
        };
        (virtual != null ? virtual.newThread(task) : new Thread(task)).start();
      }
      assertTrue(counted.await(2, TimeUnit.MINUTES));
      assertSums(shared, 1 + (long) threads * adds);
      share = SharersTest.largestShare(Map.of(), SharersTest.ofEach(shared), (long) threads * adds);
    }
    assertTrue(share <= 0.5, share + " in one word");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K7: an attach in a full table of a large set allocates the attachment, and nothing else")
  void fullTable(boolean mayStripe) {
    ProcessCounters large = Mode.STRIPED.unowned(ProcessCounters.MAX_SIZE);
    takeAll(large);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int times = 1_000;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int j = 0; j < times; j++) {
        (mayStripe ? large.attach() : large.tryAttach()).close();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least <= 64L * times, least / times + " bytes an attach");
    assertEquals(Table.MOST, stripesOf(large));
  }

  @Test
  @DisplayName("K7: an attachment that got no stripe counts in the remote words, and in its own once there is one")
  void withoutStripe() {
    takeAll(counters);
    Attachment attachment = counters.attach();
    assertFalse(attachment.isAttached());
    attachment.add(0, 3);
    assertEquals(0, partsOf(counters).stream().filter(part -> part instanceof Stripe)
        .mapToLong(part -> ((Stripe) part).ups(0)).sum());
    actors.forEach(actor -> actor.run(counters::detach));
    attachment.add(0, 4);
    assertFalse(attachment.isAttached(), "not before it attaches again");
    Attachment next = counters.attach();
    assertTrue(next.isAttached());
    attachment.add(0, 8);
    assertEquals(8, counters.stripeOf(current).ups(0));
    next.close();
    assertAttached(counters);
    assertSums(counters, 15);
  }

  @Test
  @DisplayName("K6: of several that stripe a set at once, its owner gets one stripe, and each of them that attaches one")
  void upgradersAtOnce() {
    List<ProcessCounters> sets = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sets.add(Mode.SINGLE.attached(1));
    }
    Rounds<ProcessCounters> rounds = new Rounds<>(sets, 4);
    Actor.runTogether(List.of(rounds.of(ProcessCounters::upgrade), rounds.of(ProcessCounters::upgrade),
        rounds.of(ProcessCounters::attach), rounds.of(ProcessCounters::attach)));
    for (ProcessCounters set : sets) {
      assertEquals(1, ownedBy(set, current));
      assertEquals(3, stripesOf(set));
      assertEquals(3, threadsOf(set).size());
    }
  }

  @Test
  @DisplayName("K6: so does the owner if a set is striped while somebody who stripes it asks for the owner's id")
  void upgradeWithinUpgrade() {
    ProcessCounters set = new ProcessCounters(1);
    AtomicBoolean upgrades = new AtomicBoolean();
    Actor owner = ThreadWithId.actor(() -> {
      if (upgrades.getAndSet(false)) {
        set.upgrade();
      }
      return 3;
    });
    actors.add(owner);
    owner.run(() -> set.increment(0));
    upgrades.set(true);
    set.attach();
    assertFalse(upgrades.get(), "not asked");
    assertAttached(set, owner.thread(), current);
    assertEquals(2, stripesOf(set));
    assertEquals(1, ownedBy(set, owner.thread()));
  }

  private static long ownedBy(ProcessCounters set, Thread thread) {
    return partsOf(set).stream().filter(part -> part instanceof Stripe && ((Stripe) part).owner() == thread).count();
  }
}
