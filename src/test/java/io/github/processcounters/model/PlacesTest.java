package io.github.processcounters.model;

import io.github.processcounters.ProcessCounters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * K1: the table of a striped set, while threads whose ids are all the same look for stripes. Others own all but two of
 * the places where they look, so that they find free stripes, make new ones, make the table larger, and find no room.
 */
@Tag("proof")
final class PlacesTest {

  private static final int ID = 3;

  private static final int ROOM = 2;

  private static final List<Thread> OTHERS = new ArrayList<>();

  @BeforeAll
  static void startOthers() {
    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(PlacesTest::park);
      thread.setDaemon(true);
      thread.start();
      OTHERS.add(thread);
    }
  }

  private static void park() {
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
  }

  @AfterAll
  static void stopOthers() {
    OTHERS.forEach(Thread::interrupt);
  }

  @Test
  void asManyThreadsGetAStripeAsThereIsRoomFor() {
    check(3, Claims.class, InTurn.class);
  }

  @Test
  void noStripeIsLostAndNoThreadOwnsTwo() {
    check(2, ClaimsAndLeaves.class, NoAnswers.class);
  }

  private static void check(int threads, Class<?> operations, Class<?> sequential) {
    ModelChecking.options(threads, 3)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(0)
        .sequentialSpecification(sequential)
        .check(operations);
  }

  /** How many places a thread looks at, most of all. */
  private static int places() {
    ProcessCounters counters = new ProcessCounters(1);
    counters.upgrade();
    Inside.claimForAll(counters, OTHERS, ID);
    return Inside.stripes(counters).size() / 2;
  }

  /** Only the numbers of threads tell the specification which one it is. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static class Claims {

    private static final int PLACES = places();

    final ProcessCounters counters = new ProcessCounters(1);

    /** What a thread has ever owned. */
    private final Queue<Object> owned = new ConcurrentLinkedQueue<>();

    public Claims() {
      counters.upgrade();
      Inside.claimForAll(counters, OTHERS.subList(0, PLACES - ROOM), ID);
    }

    @Operation(params = "thread")
    public boolean claim(int thread) {
      if (Inside.owned(counters) == null) {
        Inside.claim(counters, Thread.currentThread(), ID, true);
      }
      Object stripe = Inside.owned(counters);
      if (stripe != null) {
        owned.add(stripe);
      }
      return answer(stripe != null);
    }

    boolean answer(boolean hasStripe) {
      return hasStripe;
    }

    @Validate
    public void isWhole() {
      List<Object> stripes = Inside.stripes(counters);
      List<Object> once = new ArrayList<>();
      List<Thread> owners = new ArrayList<>();
      boolean isWhole = true;
      for (Object stripe : stripes) {
        if (!once.contains(stripe)) {
          once.add(stripe);
          isWhole &= Collections.frequency(stripes, stripe) == 2;
          Thread owner = Inside.owner(stripe);
          isWhole &= owner == null || !owners.contains(owner);
          owners.add(owner);
        }
      }
      if (!isWhole || once.size() > PLACES || !once.containsAll(owned)) {
        throw new IllegalStateException(Arrays.toString(Inside.table(counters)) + ", owned by " + owners);
      }
    }
  }

  /** Who finds no room may have looked where another one has just left: it tells nothing. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static final class ClaimsAndLeaves extends Claims {

    @Override
    boolean answer(boolean hasStripe) {
      return true;
    }

    @Operation
    public void leave() {
      counters.detach();
    }
  }

  public static final class InTurn {

    private final Set<Integer> owners = new HashSet<>();

    public boolean claim(int thread) {
      return owners.contains(thread) || owners.size() < ROOM && owners.add(thread);
    }
  }

  public static final class NoAnswers {

    public boolean claim(int thread) {
      return true;
    }

    public void leave() {}
  }
}
