package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.WatchedSet.Counter;
import io.github.processcounters.WatchedSet.Journal;
import io.github.processcounters.WatchedSet.Use;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K1 to K8, and K10: threads of all kinds do at random all that can be done with a set, to many sets, and each must agree with a
 * ledger of its own. {@code -Dsoak.seconds=N} sets how long, {@code -Dsoak.seed=N} what the threads choose, though not
 * who is first.
 */
@Tag("proof")
final class SoakTest {

  private static final int SETS = 16;
  private static final int WORKERS_OF_A_KIND = 4;
  private static final int KEPT = 256;

  private final long seconds = Long.getLong("soak.seconds", 15);
  private final long seed = Long.getLong("soak.seed", System.nanoTime());
  private final AtomicReferenceArray<WatchedSet> sets = new AtomicReferenceArray<>(SETS);
  private final Queue<WatchedSet> retired = new ConcurrentLinkedQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger audits = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicLong boundedAbove = new AtomicLong();
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
    Use[] uses = Use.values();
    return new WatchedSet(slots, uses[random.nextInt(uses.length)], random.nextBoolean());
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
    VirtualThreads.factory().ifPresent(kinds::add);
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
    String row = "%-20s%,16d%n";
    System.out.printf("%-20s%16s%n", "threads", kinds.size() > 1 ? "also virtual" : "platform");
    System.out.printf(row, "sets", audits.get());
    for (Event event : Event.values()) {
      long sum = workers.stream().mapToLong(worker -> worker.events[event.ordinal()]).sum();
      System.out.printf(row, event.name().toLowerCase(Locale.ROOT).replace('_', '-'), sum);
    }
    System.out.printf(row, "levels-bounded-above", boundedAbove.get());
    System.out.printf(row, "violations", violations.size());
  }

  private final class Worker implements Runnable {

    final long[] events = new long[Event.values().length];
    private final int slot;
    private final SplittableRandom random;
    private WatchedSet set;
    private ProcessCounters counters;
    /** What this has opened and not closed yet, and one that it has closed. */
    private final Deque<Attachment> open = new ArrayDeque<>();
    private Attachment closed;

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

    private boolean oneIn(int n) {
      return random.nextInt(n) == 0;
    }

    private void visitAny() {
      int place = random.nextInt(SETS);
      WatchedSet visited = sets.get(place);
      if (visited.enter()) {
        visit(visited);
        leave(visited);
      }
      if (oneIn(50)) {
        leave(sets.getAndSet(place, newSet(random)));
      }
    }

    private void visit(WatchedSet visited) {
      set = visited;
      counters = visited.counters;
      boolean mayCount = set.use != Use.HANDED_OVER || set.baton.tryAcquire();
      if (oneIn(20)) {
        visitInThreadThatEnds(mayCount);
      } else {
        use(mayCount);
        leaveUnlessShared(mayCount);
      }
      if (mayCount && set.use == Use.HANDED_OVER) {
        count(Event.HAND_OVERS, 1);
        set.baton.release();
      }
    }

    private void visitInThreadThatEnds(boolean mayCount) {
      boolean dies = oneIn(2);
      Thread thread = kindOf(random.nextInt(slots)).newThread(() -> guarded(() -> {
        use(mayCount);
        if (!dies) {
          counters.detach();
        } else if (mayCount && set.use != Use.TRIED) {
          counters.attach();
        }
      }));
      thread.start();
      join(thread);
      count(Event.DEATHS, dies ? 1 : 0);
      set.gone.add(new WeakReference<>(thread));
      closed = null;
    }

    private void leaveUnlessShared(boolean mayCount) {
      if (set.use == Use.SHARED) {
        if (oneIn(4)) {
          counters.detach();
        }
      } else if (oneIn(2)) {
        counters.detach();
      } else if (!open.isEmpty()) {
        open.peekLast().close(); // the first that was opened: this thread owned nothing then
      }
      open.clear();
      closed = null;
    }

    private void use(boolean mayCount) {
      open.clear();
      if (mayCount && (set.use != Use.SHARED || oneIn(4))) {
        open(true);
      }
      int operations = 1 + random.nextInt(oneIn(10) ? 1_000 : 100);
      for (int i = 0; i < operations; i++) {
        int choice = random.nextInt(100);
        if (choice < 65) {
          if (mayCount && (set.use != Use.TRIED || set.mayCount(1))) {
            add(choice);
          }
        } else if (choice < 80) {
          if (mayCount) {
            comeOrGo(choice);
          }
        } else {
          read();
          count(Event.READS, 1);
        }
      }
      count(Event.OPERATIONS, operations);
    }

    private void add(int choice) {
      if (choice < 25) {
        add(Counter.COUNT, random.nextInt(4));
      } else if (choice < 50) {
        addToLevel();
      } else if (choice < 55) {
        add(Counter.ANY, random.nextLong() >> random.nextInt(64));
      } else if (choice < 60) {
        addAll(random.nextInt(3), random.nextInt(2), random.nextLong());
      } else if (choice < 61) {
        addAll(0, 0, 0);
      } else {
        addEvent(random.nextInt(3), random.nextInt(1_000));
      }
    }

    /** A decrement is paid for by an increment of this worker, or of any. */
    private void addToLevel() {
      boolean shared = oneIn(2);
      if (oneIn(2)) {
        add(Counter.LEVEL, 1);
        if (shared) {
          set.sharedCredit.incrementAndGet();
        } else {
          set.credit[slot]++;
        }
      } else if (shared) {
        if (set.sharedCredit.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          add(Counter.LEVEL, -1);
        }
      } else if (set.credit[slot] > 0) {
        set.credit[slot]--;
        add(Counter.LEVEL, -1);
      }
    }

    private void add(Counter counter, long delta) {
      Journal journal = counter == Counter.LEVEL ? set.journal : null;
      set.begin(slot, counter, delta);
      if (journal != null) {
        journal.begin(delta);
      }
      addSomehow(counter, delta);
      if (journal != null) {
        journal.end(delta);
      }
    }

    private void addSomehow(Counter counter, long delta) {
      Attachment attachment = anyAttachment();
      switch (random.nextInt(8)) {
        case 0:
          set.named.add(counter, delta);
          break;
        case 1:
          counters.handle(counter.ordinal()).add(delta);
          break;
        case 2:
        case 3:
          counters.add(counter.ordinal(), delta);
          break;
        default:
          if (attachment != null) {
            attachment.add(counter.ordinal(), delta);
          } else {
            counters.add(counter.ordinal(), delta);
          }
      }
    }

    /** Of whatever thread, open or closed. */
    private Attachment anyAttachment() {
      int choice = random.nextInt(10);
      return choice == 0 ? set.passedAround.get() : choice == 1 ? closed : open.peek();
    }

    private void addAll(long count, int level, long any) {
      long[] deltas = {count, level, any, 0, 0};
      for (Counter counter : Counter.values()) {
        set.begin(slot, counter, deltas[counter.ordinal()]);
      }
      if (set.journal != null) {
        set.journal.begin(level);
      }
      if (oneIn(2)) {
        counters.addAll(deltas);
      } else {
        ProcessCounters task = new ProcessCounters(deltas.length);
        task.addAll(deltas);
        counters.addAll(task);
      }
      if (set.journal != null) {
        set.journal.end(level);
      }
      set.credit[slot] += level;
    }

    private void addEvent(long count, long both) {
      long[] deltas = {count, 0, 0, both, both};
      for (Counter counter : Counter.values()) {
        set.begin(slot, counter, deltas[counter.ordinal()]);
      }
      Attachment attachment = anyAttachment();
      if (attachment != null && oneIn(2)) {
        attachment.addAtomically(deltas);
      } else {
        counters.addAtomically(deltas);
      }
    }

    private void comeOrGo(int choice) {
      if (choice < 72) {
        open(set.use == Use.TRIED || oneIn(2));
      } else if (choice < 75) {
        close();
      } else if (choice == 75) {
        counters.detach();
        if (set.use == Use.TRIED) {
          open(true);
        }
      } else if (set.use != Use.TRIED) {
        if (choice < 79) {
          inTask();
        } else if (set.use == Use.SHARED && oneIn(50)) {
          counters.upgrade();
        }
      }
    }

    private void open(boolean tries) {
      open.push(tries ? counters.tryAttach() : counters.attach());
      check(set.use != Use.HANDED_OVER || open.peek().isAttached(), "K6: the only one that counts is not attached");
      if (oneIn(10)) {
        set.passedAround.set(open.peek());
      }
    }

    private void close() {
      if (set.use == Use.SHARED && !open.isEmpty()) {
        closed = oneIn(2) ? open.pop() : open.removeLast();
        closed.close();
      } else if (open.size() > 1) {
        closed = open.pop();
        closed.close();
      }
    }

    private void inTask() {
      Callable<Boolean> task = () -> {
        add(Counter.COUNT, 1);
        return true;
      };
      try {
        if (random.nextBoolean()) {
          counters.attached(() -> add(Counter.COUNT, 1)).run();
        } else {
          check(counters.attachedCall(task).call(), "K8: a task lost its result");
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void read() {
      boolean striped = counters.isStriped();
      int choice = random.nextInt(8);
      if (choice == 0) {
        drain();
      } else if (choice == 1) {
        check(counters.toString().contains("sums="), "K7: no sums");
      } else if (choice < 4) {
        readLevel();
      } else if (choice < 6) {
        checkWhole(counters.sums());
      } else {
        readCount();
      }
      check(!striped || counters.isStriped(), "K6: single again");
    }

    private long sum(Counter counter) {
      switch (random.nextInt(4)) {
        case 0:
          return counters.sums()[counter.ordinal()];
        case 1:
          return set.named.sum(counter);
        case 2:
          return counters.handle(counter.ordinal()).sum();
        default:
          return counters.sum(counter.ordinal());
      }
    }

    private void readLevel() {
      Journal.Mark mark = set.journal == null ? null : set.journal.mark();
      long level = sum(Counter.LEVEL);
      check(level >= 0, "K3: level %d", level);
      if (mark != null) {
        mark.violations(level, boundedAbove).forEach(violation -> check(false, violation));
      }
    }

    private void checkWhole(long[] sums) {
      long one = sums[Counter.ONE.ordinal()];
      long other = sums[Counter.OTHER.ordinal()];
      check(one == other, "K10: %d, but %d", one, other);
    }

    private void readCount() {
      long mostSeen = oneIn(2) ? set.mostSeen.get() : 0;
      long count = sum(Counter.COUNT);
      long begun = set.begun(Counter.COUNT);
      long least = Math.max(set.seen.getPlain(slot), set.begunBy(slot, Counter.COUNT));
      set.seen.setPlain(slot, count);
      check(count <= begun, "K4: %d counted, %d begun", count, begun);
      check(count >= least, "K4: %d counted, %d seen or added before", count, least);
      check(count >= mostSeen, "K4: %d counted, %d seen by another before", count, mostSeen);
      if (oneIn(2)) {
        set.mostSeen.accumulateAndGet(count, Math::max);
      }
    }

    private void drain() {
      long[] deltas = set.deltas.drain();
      checkWhole(deltas);
      check(deltas[Counter.COUNT.ordinal()] >= 0, "K4: %d drained", deltas[Counter.COUNT.ordinal()]);
      for (int i = 0; i < deltas.length; i++) {
        set.drained.addAndGet(i, deltas[i]);
      }
    }

    private void leave(WatchedSet left) {
      if (left.users.decrementAndGet() == 0) {
        audit(left);
      }
    }

    private void audit(WatchedSet left) {
      set = left;
      drain();
      left.passedAround.set(null);
      long[] sums = left.counters.sums();
      for (Counter counter : Counter.values()) {
        long begun = left.begun(counter);
        long sum = sums[counter.ordinal()];
        check(sum == begun, "K1: %d in sums, %d added", sum, begun);
        check(left.named.sum(counter) == begun, "K1: %d as sum, %d added", left.named.sum(counter), begun);
        long drained = left.drained.get(counter.ordinal());
        check(drained == begun, "K1: %d drained, %d added", drained, begun);
      }
      if (left.use != Use.SHARED) {
        check(!left.counters.isStriped(), "K6: striped, %s", left.use);
        check(!left.counters.toString().contains("owner="), "K8: %s, all have left: %s", left.use, left.counters);
      }
      count(Event.UPGRADES, left.counters.isStriped() ? 1 : 0);
      if (audits.getAndIncrement() % 4 == 0 && retired.size() < KEPT) {
        retired.add(left);
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
