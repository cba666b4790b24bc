package io.github.processcounters.cluster;

import static io.github.processcounters.cluster.Workload.OPEN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three JVMs, members of a grid, that are killed one after the other while they publish. */
final class GridTest {

  private static final int KILLS = 4;

  /** So many publications that not all their backups fit into the buffers of the network. */
  private static final int UNSAFE = 10_000;
  private static final int HANGS = 20;
  private static final int HANG_MILLIS = 100;

  /** As Hazelcast asks for, on a JDK with modules. */
  private static final List<String> OPTIONS = List.of("--add-modules", "java.se",
      "--add-exports", "java.base/jdk.internal.ref=ALL-UNNAMED",
      "--add-opens", "java.base/java.lang=ALL-UNNAMED",
      "--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens", "java.management/sun.management=ALL-UNNAMED",
      "--add-opens", "jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private record Starting(String instance, Child child) {
  }

  /** A JVM, and what it said when it had joined. */
  private record Member(String instance, Child child, String address, long[] inherited) {
  }

  private final long seed = Long.getLong("seed", new Random().nextInt());
  private final Random random = new Random(seed);
  private final List<Child> children = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();

  /** Of each dead instance without successor, the totals that it may have left. */
  private final Map<String, List<long[]>> dead = new HashMap<>();

  @AfterEach
  void stop() {
    children.forEach(Child::close);
  }

  @Test
  @DisplayName("Members are killed: live instances' totals are exact, dead ones' are the last confirmed or attempted")
  void kills() throws Exception {
    System.out.println("GridTest: -Dseed=" + seed);
    join(start("first-0"));
    List<Starting> others = List.of(start("first-1"), start("first-2"));
    for (Starting other : others) {
      join(other);
    }
    for (int kill = 1; kill <= KILLS; kill++) {
      awaitSafe();
      String instance = kill % 2 == 0 ? killOne() : killOneWhileOthersHang();
      if (kill < KILLS) {
        boolean succeeds = random.nextBoolean();
        Member next = join(start(succeeds ? instance : "next-" + kill));
        assertLeft(succeeds ? dead.remove(instance) : List.of(new long[OPEN + 1]), next.inherited, false);
      }
    }
    awaitSafe();

    long[] total = new long[OPEN + 1];
    for (Member member : members) {
      long[] expected = sum(member.inherited, member.child.askNumbers("stop"));
      assertArrayEquals(expected, member.child.askNumbers("published " + member.instance), member.instance);
      total = sum(total, expected);
    }
    for (String instance : dead.keySet()) {
      long[] left = members.get(0).child.askNumbers("published " + instance);
      assertLeft(dead.get(instance), left, true);
      total = sum(total, left);
    }
    for (Member member : members) {
      assertArrayEquals(total, member.child.askNumbers("total"));
    }
  }

  private Starting start(String instance) throws Exception {
    List<Object> args = new ArrayList<>(List.of(random.nextLong(), instance));
    members.forEach(member -> args.add(member.address));
    Child child = new Child("grid", OPTIONS, GridNode.class, args.toArray());
    children.add(child);
    return new Starting(instance, child);
  }

  private Member join(Starting starting) throws Exception {
    Child child = starting.child;
    Member member = new Member(starting.instance, child, child.answer(), Line.parse(child.answer()));
    members.add(member);
    return member;
  }

  /** Until each entry has two copies again. */
  private void awaitSafe() throws Exception {
    for (Member member : members) {
      Await.until("the cluster is safe", () -> Boolean.parseBoolean(member.child.ask("safe " + members.size())));
    }
  }

  /** One that holds the entry of its own instance, if there is any: only its backup is left then. */
  private Member victim() throws Exception {
    Collections.shuffle(members, random);
    for (Member member : members) {
      if (Boolean.parseBoolean(member.child.ask("home"))) {
        return member;
      }
    }
    return members.get(0);
  }

  private String killOne() throws Exception {
    Member victim = victim();
    long confirmed = victim.child.count("confirmed") + 100 + random.nextInt(100);
    Await.until("some more are confirmed", () -> victim.child.count("confirmed") > confirmed);
    return kill(victim);
  }

  /** What is confirmed while no other member can take a backup is not safe, and must not be called so. */
  private String killOneWhileOthersHang() throws Exception {
    Member victim = victim();
    for (Member member : members) {
      if (member != victim) {
        member.child.freeze();
      }
    }
    long confirmed = victim.child.count("confirmed") + UNSAFE;
    for (int i = 0; i < HANGS && victim.child.count("confirmed") < confirmed; i++) {
      Thread.sleep(HANG_MILLIS);
    }
    String instance = kill(victim);
    for (Member member : members) {
      member.child.resume();
    }
    return instance;
  }

  private String kill(Member victim) throws Exception {
    members.remove(victim);
    victim.child.kill();
    dead.put(victim.instance, List.of(victim.child.last("confirmed"), victim.child.last("attempted")));
    return victim.instance;
  }

  /** A level does not pass to a successor. */
  private static void assertLeft(List<long[]> possible, long[] left, boolean withLevel) {
    int size = withLevel ? OPEN + 1 : OPEN;
    assertTrue(possible.stream().anyMatch(totals -> Arrays.equals(totals, 0, size, left, 0, size)),
        () -> "left " + Line.of(left) + ", not one of " + possible.stream().map(Line::of).toList());
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }
}
