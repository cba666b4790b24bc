package io.github.processcounters;

import static io.github.processcounters.SetAssertions.assertAttached;
import static io.github.processcounters.SetAssertions.assertSums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.spi.ToolProvider;
import jdk.jfr.Recording;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** K9: an update that throws was not made, and one that was made does not throw, whatever else goes wrong. */
final class FailureTest {

  private static final class NoId extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoId() {
      super("thrown by getId()");
    }
  }

  private final Thread current = Thread.currentThread();
  private final ProcessCounters counters = new ProcessCounters(1);

  /** Every third time that a thread is asked for its id, it throws. */
  private static Actor moody() {
    AtomicInteger asked = new AtomicInteger();
    return ThreadWithId.actor(() -> {
      if (asked.incrementAndGet() % 3 == 0) {
        throw new NoId();
      }
      return 5;
    });
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("K9: if a thread's id throws, its updates that throw are not counted, and the others are")
  void idOfWhoCounts(Mode mode) {
    ProcessCounters set = mode.attached(1);
    try (Actor moody = moody()) {
      int made = moody.call(() -> {
        Attachment attempt = set.tryAttach();
        int returned = 0;
        for (int i = 0; i < 300_000; i++) {
          try {
            if (i % 2 == 0) {
              set.increment(0);
            } else {
              attempt.increment(0);
            }
            returned++;
          } catch (NoId e) {
            continue;
          }
        }
        return returned;
      });
      assertSums(set, made);
    }
  }

  @Test
  @DisplayName("K9: a drain into a set that is repeated until it does not throw counts nothing twice")
  void drains() {
    int size = 100;
    ProcessCounters source = new ProcessCounters(size);
    CounterDeltas deltas = new CounterDeltas(source);
    ProcessCounters total = Mode.STRIPED.unowned(size);
    try (Actor moody = moody()) {
      for (int round = 1; round <= 1_000; round++) {
        for (int i = 0; i < size; i++) {
          source.add(i, i);
        }
        moody.run(() -> {
          for (boolean done = false; !done;) {
            try {
              deltas.drainInto(total);
              done = true;
            } catch (NoId e) {
              continue;
            }
          }
        });
        for (int i = 0; i < size; i++) {
          assertEquals((long) i * round, total.sum(i));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("K9: an attach that throws, as the thread's id or the owner's does, changes nothing")
  void idOfWhoAttaches(boolean owners) {
    AtomicReference<NoId> thrown = new AtomicReference<>();
    try (Actor without = ThreadWithId.actor(() -> {
      if (thrown.get() != null) {
        throw thrown.get();
      }
      return 5;
    }); Actor with = new Actor("with")) {
      Actor owner = owners ? without : with;
      Actor other = owners ? with : without;
      owner.run(counters::attach);
      other.run(() -> counters.increment(0));
      thrown.set(new NoId());
      other.run(() -> assertThrows(NoId.class, counters::attach));
      assertFalse(counters.isStriped());
      assertAttached(counters, owner.thread());
      if (owners) {
        assertThrows(NoId.class, counters::upgrade);
        assertFalse(counters.isStriped());
      } else {
        counters.upgrade();
        other.run(() -> assertThrows(NoId.class, counters::attach));
        other.run(() -> assertThrows(NoId.class, counters::tryAttach));
      }
      assertAttached(counters, owner.thread());
      thrown.set(null);
      other.run(counters::attach);
      assertAttached(counters, owner.thread(), other.thread());
      assertSums(counters, 1);
    }
  }

  @Test
  @DisplayName("K6, K8: a thread that counts in a set whose owner died becomes the owner, also if a reader lets that go just then")
  void ownerDiedWhileReading() {
    List<ProcessCounters> sets = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      sets.add(new ProcessCounters(1));
    }
    try (Actor mortal = new Actor("mortal")) {
      mortal.run(() -> sets.forEach(set -> set.increment(0)));
    }
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger owned = new AtomicInteger();
    Actor.runTogether(List.of(atOnce(sets, arrived, set -> set.sum(0)), atOnce(sets, arrived, set -> {
      set.increment(0);
      owned.addAndGet(set.isOwner(Thread.currentThread()) ? 1 : 0);
    })));
    assertEquals(sets.size(), owned.get());
  }

  /** Closer together than a barrier of the JDK gets two threads. */
  private static Runnable atOnce(List<ProcessCounters> sets, AtomicInteger arrived, Consumer<ProcessCounters> action) {
    return () -> {
      int expected = 0;
      for (ProcessCounters set : sets) {
        expected += 2;
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() < expected; spins++) {
          if (spins < 10_000) {
            Thread.onSpinWait();
          } else {
            Thread.yield();
          }
        }
        action.accept(set);
      }
    };
  }

  @Test
  @DisplayName("K9: an attach returns its attachment, an add and an upgrade return, if Flight Recorder throws an Error")
  void flightRecorder(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Upgrades.java");
    Files.writeString(source, "package io.github.processcounters; final class Upgrades {"
        + " static void record(String cause, Thread owner, Thread attacher, int size) {"
        + " System.out.println(cause); throw new OutOfMemoryError(); } }");
    PrintWriter output = new PrintWriter(System.out, true);
    assertEquals(0, ToolProvider.findFirst("javac").orElseThrow().run(output, output, "-d", folder.toString(),
        source.toString()));
    assertEquals("attach\nattached\nleft\nflood\nrequest\n", ChildJvm.run(folder, Upgrading.class));
  }

  /** Stripes sets for each cause. */
  static final class Upgrading {

    private Upgrading() {}

    public static void main(String[] args) {
      try (Actor other = new Actor("other")) {
        ProcessCounters byAttach = Mode.SINGLE.attached(1);
        other.run(() -> {
          try (Attachment attachment = byAttach.attach()) {
            System.out.println(attachment.isAttached() ? "attached" : "not attached");
          }
          System.out.println(byAttach.isOwner(Thread.currentThread()) ? "stayed" : "left");
        });
        ProcessCounters byFlood = Mode.SINGLE.attached(1);
        other.run(() -> {
          for (int i = 0; i < 100_000_000 && !byFlood.isStriped(); i++) {
            byFlood.increment(0);
          }
        });
        Mode.SINGLE.attached(1).upgrade();
      }
    }
  }

  @Test
  @Tag("proof")
  @DisplayName("K9: without memory, a flood of updates is counted, and does not throw; the set is striped when there is some")
  void outOfMemory(@TempDir Path folder) throws Exception {
    assertEquals("0 thrown, 0 lost, striped: false, true\n",
        ChildJvm.run(folder, WithoutMemory.class, "-Xmx24m", "-XX:+UseSerialGC"));
  }

  /** Counts while the heap is full. */
  static final class WithoutMemory {

    private WithoutMemory() {}

    public static void main(String[] args) {
      int adds = 20_000;
      try (Actor owner = new Actor("owner")) {
        ProcessCounters first = new ProcessCounters(1);
        ProcessCounters counters = new ProcessCounters(ProcessCounters.MAX_SIZE);
        owner.run(() -> first.increment(0));
        owner.run(() -> counters.increment(0));
        OwnerByCountingTest.flood(first); // what is called then is linked by now
        counters.increment(0);
        Object full = fill();
        int thrown = 0;
        long made = 2;
        for (int i = 0; i < adds; i++) {
          try {
            counters.increment(0);
            made++;
          } catch (OutOfMemoryError e) {
            thrown++;
          }
        }
        boolean striped = counters.isStriped() || full == null;
        full = null;
        long lost = made - counters.sum(0);
        OwnerByCountingTest.flood(counters);
        System.out.println(thrown + " thrown, " + lost + " lost, striped: " + striped + ", " + counters.isStriped());
      }
    }

    private static Object fill() {
      Object[] last = null;
      for (int size = 1 << 20; size >= 8; size /= 2) {
        try {
          while (true) {
            Object[] next = new Object[size];
            next[0] = last;
            last = next;
          }
        } catch (OutOfMemoryError e) {
          continue;
        }
      }
      return last;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
  @Tag("proof")
  @DisplayName("K9: at any depth of the stack an add that throws is not counted, nor twice if it is a drain's; an attach that throws does not attach; who cannot leave leaves later")
  void outOfStack(String compiler, @TempDir Path folder) throws Exception {
    String[] options = {"-ea", compiler, "-XX:-StackTraceInThrowable"};
    assertEquals("", ChildJvm.run(folder, WithoutStack.class, options));
    String[] recording = Arrays.copyOf(options, options.length + 1);
    recording[options.length] = "-Drecording=true";
    assertEquals("", ChildJvm.run(folder, WithoutStack.class, recording));
  }

  @Test
  @DisplayName("K9: a close that has too little stack changes nothing or all, also where only the read in it is compiled")
  void closeWithoutStack(@TempDir Path folder) throws Exception {
    assertEquals("", ChildJvm.run(folder, CloseWithoutStack.class, "-XX:-StackTraceInThrowable"));
  }

  /** Closes parts at the end of the stack, where it is enough for the read, but perhaps not for what follows. */
  static final class CloseWithoutStack {

    private static final int ROUNDS = 60;
    private static final int TRIES = 60;

    private static ProcessTotals.Part part;
    private static int tries;

    public static void main(String[] args) throws InterruptedException {
      ProcessTotals totals = new ProcessTotals(2);
      ProcessCounters hot = new ProcessCounters(2);
      long[] sums = new long[2];
      for (int i = 0; i < 300_000; i++) {
        hot.sums(sums);
      }
      for (int round = 1; round <= ROUNDS; round++) {
        part = totals.begin();
        part.counters().increment(0);
        tries = 0;
        int depth = round % 97;
        Thread shallow = new Thread(null, () -> descend(depth), "shallow", 1 << 18);
        shallow.setUncaughtExceptionHandler((thread, e) -> {}); // there is no stack left
        shallow.start();
        shallow.join();
        part.close();
        if (totals.sum(0) != round || !totals.parts().isEmpty()) {
          System.out.println(round + " parts of 1, all closed, in " + totals);
          return;
        }
      }
    }

    /** So that the ends of the stack differ. */
    private static void descend(int depth) {
      if (depth > 0) {
        descend(depth - 1);
      } else {
        smallFrame(0);
      }
    }

    private static void smallFrame(int depth) {
      try {
        if (depth % 2 == 0) {
          smallFrame(depth + 1);
        } else {
          largeFrame(depth + 1, 1, 2, 3);
        }
      } catch (StackOverflowError e) {
        close();
        throw e;
      }
    }

    private static void largeFrame(int depth, long a, long b, long c) {
      try {
        smallFrame(depth + 1);
      } catch (StackOverflowError e) {
        close();
        throw e;
      }
    }

    private static void close() {
      if (tries++ < TRIES) {
        try {
          part.close();
          tries = TRIES;
        } catch (StackOverflowError e) {
          return; // a frame less next time
        }
      }
    }
  }

  /** Does things at each depth of the stack. Prints what is wrong. */
  static final class WithoutStack {

    private static final boolean INTERPRETED = System.getProperty("java.vm.info").contains("interpreted");

    /** So many of the last frames before the end of the stack; those of compiled code are small. */
    private static final int LEVELS = INTERPRETED ? 150 : 400;

    private static final int TIMES = 80;

    private static final int SIZE = 2;

    private enum Way {
      REMOTE(set -> {}),
      GUEST_IN_REMOTE(ProcessCounters::upgrade),
      GUEST_OF_STRIPE(WithoutStack::becomeGuest),
      FLOOD(WithoutStack::fill),
      FLOOD_IN_REMOTE(set -> {
        set.upgrade();
        fill(set);
      }),
      FLOOD_OF_GUESTS(set -> {
        becomeGuest(set);
        fill(set);
      }),
      OWNER_BY_ATTACHING(ProcessCounters::attach),
      OWNER_BY_COUNTING(set -> {
        set.upgrade();
        becomeOwner(set);
      });

      final Consumer<ProcessCounters> before;

      Way(Consumer<ProcessCounters> before) {
        this.before = before;
      }
    }

    private static final ProcessCounters[] sets = new ProcessCounters[LEVELS];
    private static final long[] ups = new long[LEVELS];
    private static final long[] downs = new long[LEVELS];
    private static final boolean[] threw = new boolean[LEVELS];
    private static final Attachment[] attachments = new Attachment[LEVELS];
    private static final ProcessCounters[] sources = new ProcessCounters[LEVELS];
    private static final CounterDeltas[] deltas = new CounterDeltas[LEVELS];
    private static final long[] EVENT = {1, 1};

    /** What had too little stack at some depth, and what had enough. */
    private static final Set<Object> thrown = new HashSet<>();
    private static final Set<Object> returned = new HashSet<>();

    private WithoutStack() {}

    public static void main(String[] args) {
      if (Boolean.getBoolean("recording")) {
        Recording recording = new Recording();
        recording.enable("io.github.processcounters.Upgrade");
        recording.start();
      }
      try (Actor owner = new Actor("owner")) {
        for (int round = 0; round < (INTERPRETED ? 1 : 8); round++) {
          for (Way way : Way.values()) {
            inShallowThread(owner, way.before, WithoutStack::addOften, () -> checkAdds(way));
            inShallowThread(owner, way.before, WithoutStack::drainOften, () -> checkDrains(way));
            inShallowThread(owner, way.before, WithoutStack::addEventsOften, () -> checkAdds("events " + way));
          }
          inShallowThread(owner, set -> {}, WithoutStack::attach, WithoutStack::checkAttached);
          inShallowThread(owner, ProcessCounters::upgrade, WithoutStack::attach, WithoutStack::checkAttached);
          inShallowThread(owner, set -> owner.run(set::detach), WithoutStack::attach, WithoutStack::checkAttached);
        }
        if (!thrown.equals(returned)) {
          System.out.println(thrown + " threw, " + returned + " returned");
        }
      }
    }

    private static void inShallowThread(
        Actor owner, Consumer<ProcessCounters> before, LevelStep step, Runnable check) {
      Thread shallow = new Thread(null, () -> {
        Arrays.fill(threw, false);
        Arrays.fill(attachments, null);
        for (int i = 0; i < LEVELS; i++) {
          ProcessCounters set = new ProcessCounters(SIZE);
          owner.run(() -> set.increment(0));
          before.accept(set);
          sets[i] = set;
          sources[i] = new ProcessCounters(SIZE);
          deltas[i] = new CounterDeltas(sources[i]);
          ups[i] = set.sum(0);
          downs[i] = set.sum(1);
        }
        descend(step);
        check.run();
      }, "shallow", 1 << 18);
      shallow.setUncaughtExceptionHandler((thread, e) -> e.printStackTrace(System.out));
      shallow.start();
      try {
        shallow.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private interface LevelStep {
      void at(int level);
    }

    /** Returns how many frames there were below. */
    private static int descend(LevelStep step) {
      int level;
      try {
        level = descend(step);
      } catch (StackOverflowError e) {
        level = 0;
      }
      if (level < LEVELS) {
        try {
          step.at(level);
        } catch (StackOverflowError e) {
          threw[level] = true;
        }
      }
      return level + 1;
    }

    /** Nothing is called after an add before it is noted. */
    private static void addOften(int level) {
      ProcessCounters set = sets[level];
      for (int i = 0; i < TIMES; i++) {
        set.add(0, 1);
        ups[level]++;
        set.add(1, -1);
        downs[level]--;
      }
    }

    private static void addEventsOften(int level) {
      ProcessCounters set = sets[level];
      for (int i = 0; i < TIMES; i++) {
        set.addAtomically(EVENT);
        ups[level]++;
        downs[level]++;
      }
    }

    private static void checkAdds(Object way) {
      for (int i = 0; i < LEVELS; i++) {
        if (sets[i].sum(0) != ups[i] || sets[i].sum(1) != downs[i]) {
          System.out.println(way + ", " + i + ": " + ups[i] + ", " + downs[i] + " made, " + sets[i]);
        }
      }
      noteThrown(way);
    }

    private static void drainOften(int level) {
      for (int i = 0; i < TIMES; i++) {
        sources[level].add(0, 1);
        deltas[level].drainInto(sets[level]);
      }
    }

    private static void checkDrains(Way way) {
      for (int i = 0; i < LEVELS; i++) {
        deltas[i].drainInto(sets[i]);
        if (sets[i].sum(0) != ups[i] + sources[i].sum(0)) {
          System.out.println(way + ", drained, " + i + ": " + sources[i] + " into " + ups[i] + ", " + sets[i]);
        }
      }
      noteThrown("drain " + way);
    }

    private static void noteThrown(Object what) {
      for (boolean one : threw) {
        (one ? thrown : returned).add(what);
      }
    }

    private static void attach(int level) {
      attachments[level] = sets[level].attach();
    }

    private static void close(int level) {
      if (attachments[level] != null) {
        attachments[level].close();
      }
    }

    private static void checkAttached() {
      noteThrown("attach");
      for (int i = 0; i < LEVELS; i++) {
        boolean is = sets[i].isOwner(Thread.currentThread());
        if (is != (attachments[i] != null)) {
          System.out.println("attach, " + i + ": attached " + is + ", returned " + attachments[i]);
        }
      }
      Arrays.fill(threw, false);
      // Those of the last levels did not attach.
      for (int i = 0; i < LEVELS / 2; i++) {
        sets[i] = sets[LEVELS - 1 - i];
        attachments[i] = attachments[LEVELS - 1 - i];
      }
      descend(WithoutStack::close);
      noteThrown("close");
      for (int i = 0; i < LEVELS; i++) {
        close(i);
        if (sets[i].isOwner(Thread.currentThread())) {
          System.out.println("close, " + i + ": still attached");
        }
      }
    }

    /** Leaves words for guests at the thread's first place. */
    private static void becomeGuest(ProcessCounters set) {
      set.upgrade();
      becomeOwner(set);
      set.detach();
    }

    private static void becomeOwner(ProcessCounters set) {
      while (set.stripeOf(Thread.currentThread()) == null) {
        fill(set);
        set.increment(0);
      }
    }

    /** So that the next update that is booked is a flood, however long it takes. */
    private static void fill(ProcessCounters set) {
      set.increment(0); // else there may be no remote words yet
      for (Object part : SetAssertions.partsOf(set)) {
        if (part instanceof long[] && isShared((long[]) part)) {
          ((long[]) part)[0] = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
        }
      }
    }

    private static boolean isShared(long[] words) {
      return words.length == SharedWords.make(SIZE).length || words.length == SharedWords.makeForFlood(SIZE, 0).length;
    }
  }
}
