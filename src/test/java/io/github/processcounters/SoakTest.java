package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Threads of all kinds do at random all that can be done with a set, to many sets, and each set must agree with a
 * ledger of its own. {@code -Dsoak.seconds=N} sets how long, {@code -Dsoak.seed=N} what the threads choose.
 */
final class SoakTest {

  private static final int SETS = 16;
  private static final int WORKERS_OF_A_KIND = 4;
  private static final int KEPT = 256;

  private static final int COUNT = 0;
  private static final int LEVEL = 1;
  private static final int ANY = 2;
  private static final int COUNTERS = 3;

  private final long seconds = Long.getLong("soak.seconds", 30);
  private final long seed = Long.getLong("soak.seed", System.nanoTime());
  private final AtomicReferenceArray<WatchedSet> sets = new AtomicReferenceArray<>(SETS);
  private final Queue<WatchedSet> retired = new ConcurrentLinkedQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger audits = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private final List<ThreadFactory> kinds = threadFactories();
  private final int slots = WORKERS_OF_A_KIND * kinds.size();
  private long end;

  private enum Event { OPERATIONS, UPGRADES, HAND_OVERS, DEATHS, READS }

  @Test
  void setsAgreeWithTheirLedgers() {
    System.out.println("Soak: " + seconds + " s, -Dsoak.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < SETS; i++) {
      sets.set(i, newSet(random));
    }
    List<Worker> workers = IntStream.range(0, slots).mapToObj(slot -> new Worker(slot, random.split())).toList();
    List<Thread> threads = workers.stream().map(worker -> kindOf(worker.slot).newThread(worker)).toList();
    end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    threads.forEach(Thread::start);
    threads.forEach(SoakTest::join);
    for (int i = 0; i < SETS; i++) {
      workers.get(0).leave(sets.get(i));
    }
    checkNoThreadIsKept();
    print(workers);
    assertTrue(violations.isEmpty(), () -> "-Dsoak.seed=" + seed + ": " + violations);
    assertEquals(made.get(), audits.get(), "sets audited");
  }

  private WatchedSet newSet(SplittableRandom random) {
    made.incrementAndGet();
    return new WatchedSet(COUNTERS, slots, random.nextBoolean());
  }

  private ThreadFactory kindOf(int slot) {
    return kinds.get(slot % kinds.size());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of platform threads and, where the JDK has them, of virtual ones. */
  private static List<ThreadFactory> threadFactories() {
    List<ThreadFactory> kinds = new ArrayList<>(List.of(Thread::new));
    if (Runtime.version().feature() >= 21) {
      try {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        kinds.add((ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return kinds;
  }

  /** K8. The sets themselves are still held here. */
  private void checkNoThreadIsKept() {
    for (int tries = 0; kept() > 0 && tries < 20; tries++) {
      System.gc();
    }
    if (kept() > 0) {
      violations.add("K8: " + kept() + " threads kept");
    }
    Reference.reachabilityFence(retired);
  }

  private long kept() {
    return retired.stream().flatMap(set -> set.gone.stream()).filter(thread -> thread.get() != null).count();
  }

  private void print(List<Worker> workers) {
    String row = "%-12s%,16d%n";
    System.out.printf("%-12s%16s%n", "threads", kinds.size() > 1 ? "also virtual" : "platform");
    System.out.printf(row, "sets", audits.get());
    for (Event event : Event.values()) {
      long sum = workers.stream().mapToLong(worker -> worker.events[event.ordinal()]).sum();
      System.out.printf(row, event.name().toLowerCase(Locale.ROOT).replace('_', '-'), sum);
    }
    System.out.printf(row, "violations", violations.size());
  }

  private final class Worker implements Runnable {

    final long[] events = new long[Event.values().length];
    private final int slot;
    private final SplittableRandom random;

    Worker(int slot, SplittableRandom random) {
      this.slot = slot;
      this.random = random;
    }

    @Override
    public void run() {
      guarded(() -> {
        while (System.nanoTime() < end) {
          visitAny();
          Thread.yield(); // virtual threads take turns only where they let others
        }
      });
    }

    private void guarded(Runnable work) {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        violations.add("Worker " + slot + " threw " + e);
      }
    }

    private void visitAny() {
      int place = random.nextInt(SETS);
      WatchedSet set = sets.get(place);
      if (set.enter()) {
        visit(set);
        leave(set);
      }
      if (random.nextInt(100) == 0) {
        leave(sets.getAndSet(place, newSet(random)));
      }
    }

    private void visit(WatchedSet set) {
      boolean mayAttach = set.shared || set.baton.tryAcquire();
      if (random.nextInt(20) == 0) {
        visitInThreadThatEnds(set, mayAttach);
      } else {
        use(set, mayAttach);
        if (!set.shared || random.nextInt(4) > 0) {
          set.counters.detach();
        }
      }
      if (mayAttach && !set.shared) {
        count(Event.HAND_OVERS, 1);
        set.baton.release();
      }
    }

    /** It dies attached, or else detaches before. A striped set may hold the dead until it needs the place. */
    private void visitInThreadThatEnds(WatchedSet set, boolean mayAttach) {
      boolean dies = mayAttach && random.nextBoolean();
      Thread thread = kindOf(random.nextInt(slots)).newThread(() -> guarded(() -> {
        use(set, mayAttach);
        if (dies) {
          set.counters.attach();
        } else {
          set.counters.detach();
        }
      }));
      thread.start();
      join(thread);
      count(Event.DEATHS, dies ? 1 : 0);
      if (!dies || !set.shared) {
        set.gone.add(new WeakReference<>(thread));
      }
    }

    private void use(WatchedSet set, boolean mayAttach) {
      ProcessCounters counters = set.counters;
      Deque<Attachment> open = new ArrayDeque<>();
      int operations = 1 + random.nextInt(400);
      int reads = 0;
      for (int i = 0; i < operations; i++) {
        int choice = random.nextInt(100);
        if (choice < 30) {
          add(set, COUNT, random.nextInt(4));
        } else if (choice < 60) {
          add(set, LEVEL, set.begunBy(slot, LEVEL) > 0 && random.nextBoolean() ? -1 : 1);
        } else if (choice < 65) {
          add(set, ANY, random.nextLong());
        } else if (choice < 75 && mayAttach) {
          open.push(counters.attach());
        } else if (choice < 84 && !open.isEmpty()) {
          (random.nextBoolean() ? open.pop() : open.removeLast()).close();
        } else if (choice == 84) {
          counters.detach();
        } else if (choice == 85 && set.shared && random.nextInt(50) == 0) {
          counters.upgrade();
        } else {
          read(set);
          reads++;
        }
      }
      count(Event.OPERATIONS, operations);
      count(Event.READS, reads);
    }

    private void add(WatchedSet set, int counter, long delta) {
      set.begin(slot, counter, delta);
      set.counters.add(counter, delta);
    }

    private void read(WatchedSet set) {
      boolean all = random.nextBoolean();
      long[] sums = all ? set.counters.sums() : null;
      long level = all ? sums[LEVEL] : set.counters.sum(LEVEL);
      long count = all ? sums[COUNT] : set.counters.sum(COUNT);
      long begun = set.begun(COUNT);
      long least = Math.max(set.seen.getPlain(slot), set.begunBy(slot, COUNT));
      set.seen.setPlain(slot, count);
      check(level >= 0, "K3: level %d", level);
      check(count <= begun, "K4: %d counted, %d begun", count, begun);
      check(count >= least, "K4: %d counted, %d seen or added before", count, least);
    }

    private void leave(WatchedSet set) {
      if (set.users.decrementAndGet() == 0) {
        audit(set);
      }
    }

    private void audit(WatchedSet set) {
      long[] sums = set.counters.sums();
      for (int counter = 0; counter < COUNTERS; counter++) {
        long begun = set.begun(counter);
        check(sums[counter] == begun, "K1: %d in sums, %d added", sums[counter], begun);
        check(set.counters.sum(counter) == begun, "K1: %d as sum, %d added", set.counters.sum(counter), begun);
      }
      if (!set.shared) {
        set.counters.attach(); // in the place of one who may have died attached
        set.counters.detach();
        check(!set.counters.isStriped(), "K6: striped by a hand-over");
      }
      count(Event.UPGRADES, set.counters.isStriped() ? 1 : 0);
      if (audits.getAndIncrement() % 4 == 0 && retired.size() < KEPT) {
        retired.add(set);
      }
    }

    private void count(Event event, long n) {
      events[event.ordinal()] += n;
    }

    private void check(boolean holds, String violation, Object... values) {
      if (!holds && violations.size() < 100) {
        violations.add(String.format(violation, values));
      }
    }
  }
}
