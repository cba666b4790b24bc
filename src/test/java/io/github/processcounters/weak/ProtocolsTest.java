package io.github.processcounters.weak;

import static io.github.processcounters.weak.Clause.*;
import static io.github.processcounters.weak.Core.*;
import static io.github.processcounters.weak.Line.*;
import static io.github.processcounters.weak.Protocol.keeps;
import static io.github.processcounters.weak.Weakening.*;

import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The core's protocols, each with what it needs. */
@Tag("proof")
final class ProtocolsTest {

  private static final String ALL_READS = "read (mode|local|remote.*|hasDowns|[1-3].*)";

  /** A set of thread 1. */
  private static Program single() {
    return new Program().with("mode", 1);
  }

  /** A set in which threads 1 and 2 have a stripe each. */
  private static Program striped() {
    return new Program().with("mode", table(1, 2)).with("1.owner", 1).with("2.owner", 2);
  }

  /** The same, with a third stripe that has guests' words, after decrements of others. */
  private static Program shared() {
    return striped().with("mode", table(1, 2, 3)).with("remote", 1).with("3.guests", 1)
        .with("hasDowns", 1).with("1.downs", 1).with("2.downs", 1);
  }

  /** Ways for a thread to add in a striped set. */
  private enum Way {
    DISPLACED, REMOTE, OWNED, GUEST;

    Code add(int thread, long delta) {
      return this == DISPLACED ? addLocal(delta)
          : this == REMOTE ? addRemote(delta)
          : this == OWNED ? addOwned(thread, delta)
          : addAsGuest(3, delta);
    }

    boolean isPlain() {
      return this == DISPLACED || this == OWNED;
    }

    /** What a sum takes of it; a displaced owner has a stripe, too. */
    String words(int thread) {
      return isPlain() ? thread + "" : this == REMOTE ? "remote" : "3.guests";
    }

    /** What a sum takes of two; the remote words first. */
    static String[] words(Way one, Way other) {
      return Stream.of("remote", one.words(1), other.words(2))
          .filter(word -> !word.equals("remote") || one == REMOTE || other == REMOTE)
          .distinct().toArray(String[]::new);
    }

    /** All pairs, but there is one displaced owner at most. */
    static void forAllPairs(BiConsumer<Way, Way> check) {
      for (Way first : values()) {
        for (Way second : values()) {
          if (first != DISPLACED || second != DISPLACED) {
            check.accept(first, second);
          }
        }
      }
    }
  }

  @Nested
  final class K1 {

    @Test
    @DisplayName("K1: the next owner goes on from the last word of one that left, died, or was let go of by a reader")
    void handOver() {
      keeps(COUNTED, single()
          .thread(addAsOwner(1), tell("a"), leave())
          .thread(becomeOwner(NOBODY), addLocal(2), tell("b"))
          .thread(hear("a"), hear("b"), sum()))
          .needsOnArm(plain("(read|update) mode"));
      keeps(COUNTED, single()
          .thread(addAsOwner(1), tell("a"), die())
          .thread(becomeOwner(1), addLocal(2), tell("b"))
          .thread(hear("a"), hear("b"), sum()))
          .needsOnArm(plain("read 1.dead"));
      keeps(COUNTED, single()
          .thread(addAsOwner(1), tell("a"), die())
          .thread(letGo(1))
          .thread(becomeOwner(NOBODY), addLocal(2), tell("b"))
          .thread(hear("a"), hear("b"), sum()))
          .needsOnArm(plain("(read|update) mode"));
    }

    @Test
    @DisplayName("K1: and so does the next owner of a stripe")
    void stripeHandOver() {
      keeps(COUNTED, striped()
          .thread(addOwned(1, 1), tell("a"), release(1))
          .thread(claim(1, NOBODY), addOwned(1, 2), tell("b"))
          .thread(hear("a"), hear("b"), sum("1")))
          .needsOnArm(plain("fence at release|write 1.owner"));
      keeps(COUNTED, striped()
          .thread(addOwned(1, 1), tell("a"), die())
          .thread(claim(1, 1), addOwned(1, 2), tell("b"))
          .thread(hear("a"), hear("b"), sum("1")))
          .needsOnArm(plain("read (mode|1.owner|1.dead)"));
    }

    @Test
    @DisplayName("K1: two threads find the same free stripe")
    void claims() {
      keeps(COUNTED, striped().with("1.owner", NOBODY)
          .thread(claim(1, NOBODY), addOwned(1, 1), release(1), tell("a"))
          .thread(claim(1, NOBODY), addOwned(1, 2), tell("b"))
          .thread(hear("a"), hear("b"), sum("1")))
          .needs(without("claim by CAS"));
    }

    @Test
    @DisplayName("K1: another thread counts through an attachment, and both after its stripe changed hands")
    void attachment() {
      keeps(COUNTED, striped()
          .thread(remember(1), addThrough(1, 1), release(1), addThrough(1, 2), tell("a"))
          .thread(claim(1, NOBODY), addThrough(1, 4), tell("b"))
          .thread(hear("a"), hear("b"), sum("remote", "1")))
          .needs(without("owner check"));
    }

    @Test
    @DisplayName("K1: two threads share words, of which one makes them; a reader hears of the other")
    void sharedWords() {
      keeps(COUNTED, striped()
          .thread(addRemote(1))
          .thread(addRemote(2), tell("b"))
          .thread(hear("b"), sum("remote")))
          .needs(without("atomic updates"));
      keeps(COUNTED, striped()
          .thread(makeGuests(3), addAsGuest(3, 1))
          .thread(addAsGuest(3, 2), tell("b"))
          .thread(hear("b"), sum("3.guests")))
          .needs(without("atomic updates"));
    }

    @Test
    @DisplayName("K1: two threads put a stripe each into the table")
    void tables() {
      keeps(COUNTED, new Program().with("mode", table())
          .thread(attach(), addOwned(1, 1), tell("a"))
          .thread(attach(), addOwned(2, 2), tell("b"))
          .thread(hear("a"), hear("b"), sum("1", "2")))
          .needs(without("table by CAS"));
      keeps(COUNTED, new Program().with("mode", table())
          .thread(attach(), addOwned(1, 1), tell("a"))
          .thread(makeGuests(3), addAsGuest(3, 2), tell("b"))
          .thread(hear("a"), hear("b"), sum("1", "3.guests")))
          .needs(without("table by CAS"));
    }

    @Test
    @DisplayName("K1: a third thread attaches while the second stripes the set, and leaves the owner its stripe")
    void upgradeAndAttach() {
      keeps(COUNTED, single()
          .thread(addOwned(1, 1), tell("a"))
          .thread(upgrade(1))
          .thread(attachAndAdd(1, 2), tell("b"))
          .thread(hear("a"), hear("b"), sum("1", "3")))
          .needsOnArm(plain("update mode"));
    }
  }

  @Nested
  final class K2 {

    @Test
    @DisplayName("K2: the owner against the first remote update, and both read")
    void firstRemoteUpdate() {
      keeps(EXACT, single()
          .thread(addAsOwner(1), sum())
          .thread(addRemote(2), sum()))
          .needs(without("fence"))
          .needsOnArm(acquire(ALL_READS));
    }

    @Test
    @DisplayName("K2: two readers of the owner's updates and of remote ones, up and down")
    void twoReaders() {
      keeps(EXACT, single()
          .thread(addAsOwner(1))
          .thread(addRemote(2), addRemote(-4))
          .thread(sum())
          .thread(sum()))
          .needs(order("LR", "RL"), order("UDLUD", "UDL"), order("UDLUD", "UDLU"), order("UDLUD", "UDLD"),
              order("UDLUD", "LUDUD"), order("UDLUD", "UDUDL"))
          .needsOnArm(plain("read (local|remote.*)"));
    }

    @Test
    @DisplayName("K2: remote updates cancel out around two of the owner's")
    void remoteUpdatesThatCancelOut() {
      keeps(EXACT_IN_TURN, single().with("remote", 1)
          .thread(hear("up"), addAsOwner(1), addAsOwner(4), tell("counted"))
          .thread(addRemote(2), tell("up"), hear("counted"), addRemote(-2))
          .thread(sum()))
          .needs(without("ups and downs apart"));
    }

    @Test
    @DisplayName("K2: the owner and two that update remotely, up and down, all read")
    void allRead() {
      keeps(EXACT, single()
          .thread(addAsOwner(1), sum())
          .thread(addRemote(2), sum())
          .thread(addRemote(-4), sum()))
          .needs(without("fence"), order("UDLUD", "UDL"));
    }

    @Test
    @DisplayName("K2: one that was the owner reads without a fence; the next one is one that counts")
    void membership() {
      keeps(EXACT, single()
          .thread(addAsOwner(1), leave(), sum())
          .thread(addRemote(2), sum()))
          .needs(without("leave by CAS"));
      keeps(EXACT, single()
          .thread(addAsOwner(1), leave(), addRemote(2), sum())
          .thread(becomeOwner(NOBODY), addLocal(4), sum()))
          .needs(without("fence"));
      keeps(EXACT, single()
          .thread(addAsOwner(1), die())
          .thread(becomeOwner(1), addLocal(2), sum())
          .thread(addRemote(4), sum()))
          .needs(without("fence"));
    }
  }

  @Nested
  final class K3 {

    @Test
    @DisplayName("K3: an increment pays for a decrement elsewhere")
    void paid() {
      Way.forAllPairs((up, down) -> keeps(PAID, shared()
          .thread(up.add(1, 1), tell("paid"))
          .thread(hear("paid"), down.add(2, -2))
          .thread(sum(Way.words(up, down))))
          .needs(order("DLU", "ULD"))
          .needsOnArm(plain(ALL_READS)));
    }

    @Test
    @DisplayName("K3: it is in words or stripes made since the read began, or the set is striped since")
    void paidInNewWords() {
      keeps(PAID, shared().with("mode", table(1))
          .thread(hear("paid"), addOwned(1, -2))
          .thread(attach(), addOwned(2, 1), tell("paid"))
          .thread(sum("1", "2")))
          .needs(without("new look at mode"));
      keeps(PAID, striped()
          .thread(makeGuests(3), addAsGuest(3, 1), tell("paid"))
          .thread(hear("paid"), addLocal(-2))
          .thread(sum("3.guests")))
          .needs(without("new look at mode"));
      keeps(PAID, shared().with("3.guests", 0)
          .thread(makeGuests(3), addAsGuest(3, 1), tell("paid"))
          .thread(hear("paid"), addOwned(2, -2))
          .thread(sum("3.guests", "2")))
          .needs(without("new look at 3.guests"));
      keeps(PAID, single()
          .thread(hear("paid"), addLocal(-2))
          .thread(addRemote(1), tell("paid"))
          .thread(upgrade(1))
          .thread(sum("remote", "1")))
          .needs(without("new look at remote"));
      keeps(PAID, single()
          .thread(hear("paid"), addLocal(-2))
          .thread(upgrade(1), attach(), addOwned(2, 1), tell("paid"))
          .thread(sum("1", "2")))
          .needs(without("mode last"));
    }

    @Test
    @DisplayName("K3: it is in the local word; and ups and downs of shared words are apart")
    void paidAside() {
      keeps(PAID, striped()
          .thread(addLocal(1), tell("paid"))
          .thread(hear("paid"), addOwned(2, -2))
          .thread(sum("2")))
          .needs(order("DLU", "LDU"));
      keeps(PAID, shared()
          .thread(addOwned(1, 1), tell("paid"))
          .thread(hear("paid"), addAsGuest(3, -2))
          .thread(sum("1", "3.guests")))
          .needs(without("ups and downs apart"));
    }

    @Test
    @DisplayName("K3: a decrement makes room for an increment elsewhere")
    void bounded() {
      Way.forAllPairs((down, up) -> keeps(BOUNDED, shared()
          .thread(down.add(1, -1), tell("room"))
          .thread(hear("room"), up.add(2, 2))
          .thread(quietSum(Way.words(down, up))))
          .needs(order("DLULD", down == Way.DISPLACED ? "DLUD" : "DLUL"))
          .needsOnArm(plain(ALL_READS)));
    }

    @Test
    @DisplayName("K3: it is the first, or in words or stripes made since the read began")
    void boundedByNewWords() {
      keeps(BOUNDED, striped()
          .thread(addOwned(1, -1), tell("room"))
          .thread(hear("room"), addOwned(2, 2))
          .thread(quietSum("1", "2")))
          .needs(without("new look at hasDowns"), without("new look at 1.downs"), without("noteDowns"));
      keeps(BOUNDED, striped().with("hasDowns", 1)
          .thread(addOwned(1, -1), tell("room"))
          .thread(hear("room"), addOwned(2, 2))
          .thread(quietSum("1", "2")))
          .needs(without("new look at 1.downs"));
      keeps(BOUNDED, striped()
          .thread(makeGuests(3), addAsGuest(3, -1), tell("room"))
          .thread(hear("room"), addOwned(2, 2))
          .thread(quietSum("2", "3.guests")))
          .needs(without("new look at mode"), without("new look at 3.guests"), without("noteDowns"));
      keeps(BOUNDED, striped()
          .thread(addRemote(-1), tell("room"))
          .thread(hear("room"), addOwned(2, 2))
          .thread(quietSum("remote", "2")))
          .needs(without("new look at remote"), without("noteDowns"));
      keeps(BOUNDED, new Program().with("mode", table())
          .thread(attach(), addOwned(1, -1), tell("room"))
          .thread(hear("room"), addRemote(2))
          .thread(quietSum("remote", "1")))
          .needs(without("new look at mode"));
    }
  }

  @Nested
  final class K4 {

    @Test
    @DisplayName("K4: two threads add and then read")
    void bothRead() {
      Way.forAllPairs((one, other) -> {
        String[] words = Way.words(one, other);
        Protocol protocol = keeps(MONOTONE, shared().with("hasDowns", 0)
            .with("1.owner", one.isPlain() ? 1 : NOBODY)
            .with("2.owner", other.isPlain() ? 2 : NOBODY)
            .thread(one.add(1, 1), sum(words))
            .thread(other.add(2, 2), sum(words)));
        if (one.isPlain() || other.isPlain()) {
          protocol.needs(without("fence in stripes"));
        } else if (one != other) {
          protocol.needsOnArm(acquire(ALL_READS));
        }
      });
    }

    @Test
    @DisplayName("K4: one that left its stripe, the displaced owner too, reads without a fence, and a third thread after it")
    void leaver() {
      keeps(MONOTONE, striped()
          .thread(addOwned(1, 1), release(1), sum("remote", "1"), tell("read"))
          .thread(addRemote(2), sum("remote", "1"))
          .thread(hear("read"), sum("remote", "1")))
          .needs(without("fence at release"));
      keeps(MONOTONE, single()
          .thread(addAsOwner(1), release(1), sum("remote", "1"))
          .thread(upgrade(1), addRemote(2), sum("remote", "1")))
          .needs(without("fence at release"));
    }

    @Test
    @DisplayName("K4: the owner, perhaps displaced meanwhile, against one that attaches, or counts after an upgrade")
    void upgraded() {
      keeps(MONOTONE, single()
          .thread(addAsOwner(1), sum("1", "2"))
          .thread(upgrade(1), attach(), addOwned(2, 2), sum("1", "2")))
          .needs(without("fence"), without("fence in stripes"), without("owner's stripe at once"));
      keeps(MONOTONE, single()
          .thread(addAsOwner(1), sum("remote", "1"))
          .thread(upgrade(1))
          .thread(addRemote(2), sum("remote", "1")))
          .needs(without("fence"), without("fence in stripes"), without("owner's stripe at once"));
    }
  }

  @Nested
  final class K5 {

    @Test
    @DisplayName("K5: what was done before an add is seen after a read that counts it")
    void published() {
      for (Way way : Way.values()) {
        keeps(PUBLISHED, shared()
            .thread(put("x"), way.add(1, 1))
            .thread(sum("remote", "1", "3.guests"), get("x")))
            .needsOnArm(plain("(write|update) (local|.*\\.up)"), plain("read (local|.*\\.up)"));
      }
      keeps(PUBLISHED, single().with("remote", 1)
          .thread(put("x"), addAsOwner(1))
          .thread(put("y"), addRemote(2))
          .thread(sum(), get("x"), get("y")))
          .needsOnArm(plain("write local"), plain("update remote.up"), plain("read (local|remote.up)"));
    }

    @Test
    @DisplayName("K5: and after one that counts what another thread has added to the same word since")
    void addedTo() {
      keeps(PUBLISHED, shared()
          .thread(put("x"), addRemote(1))
          .thread(addRemote(2))
          .thread(sum("remote"), get("x")))
          .needsOnArm(plain("update remote.up"));
      keeps(PUBLISHED, single()
          .thread(put("x"), addAsOwner(1), leave())
          .thread(becomeOwner(NOBODY), addLocal(2))
          .thread(sum(), get("x")))
          .needsOnArm(plain("write local|(read|update) mode"));
      keeps(PUBLISHED, single()
          .thread(put("x"), addAsOwner(1), die())
          .thread(becomeOwner(1), addLocal(2))
          .thread(sum(), get("x")))
          .needsOnArm(plain("write local|read (mode|1.dead)"));
      keeps(PUBLISHED, striped()
          .thread(put("x"), addOwned(1, 1), release(1))
          .thread(claim(1, NOBODY), addOwned(1, 2))
          .thread(sum("1"), get("x")))
          .needsOnArm(plain("fence at release|write 1.*"));
    }
  }

  @Nested
  final class K10 {

    @Test
    @DisplayName("K10: a copy of the array in use has whole events, whatever is in the other one")
    void whole() {
      keeps(WHOLE, new Program()
          .thread(addToBoth("local", 1), addToBoth("local", 2))
          .thread(differenceOfBoth("local")))
          .needs(without("second look"), without("other array"), order("AV", "VA"))
          .needsOnArm(without("storeStoreFence"), without("acquireFence"), plain("write local.version"),
              plain("read local.version"));
    }

    @Test
    @DisplayName("K4: reads do not go back, though the array in which they look is written to again")
    void readsOneAfterTheOther() {
      keeps(MONOTONE, striped()
          .thread(addEvent("1", 1), addEvent("1", 2))
          .thread(sum("1.events"), sum("1.events")))
          .needs(without("second look"), without("other array|second look"))
          .needsOnArm(without("storeStoreFence"), plain("write 1.version"));
    }

    @Test
    @DisplayName("K1: the next owner goes on from the events of the one before; two that own nothing lose none")
    void handOver() {
      keeps(COUNTED, striped()
          .thread(addEvent("1", 1), release(1), tell("a"))
          .thread(claim(1, NOBODY), addEvent("1", 2), tell("b"))
          .thread(hear("a"), hear("b"), sum("1.events")))
          .needsOnArm(plain("fence at release|write 1.owner"));
      keeps(COUNTED, single()
          .thread(hear("a"), hear("b"), sum("local.events"))
          .thread(addSharedEvent(1), tell("a"))
          .thread(addSharedEvent(2), tell("b")))
          .needs(without("shared by CAS"));
    }

    @Test
    @DisplayName("K2: the owner's events and single adds, and others' events, are in one order")
    void exact() {
      keeps(EXACT, single()
          .thread(addAsOwner(1), addEvent("local", 2), addAsOwner(4))
          .thread(sum("local.events")))
          .needs(without("second look"));
      keeps(EXACT, single()
          .thread(hear("added"), addAsOwner(1))
          .thread(addSharedEvent(2), tell("added"))
          .thread(sum("local.events")))
          .needs(without("second look at shared"));
      keeps(EXACT, single()
          .thread(addEvent("local", 1), sum("local.events"))
          .thread(addSharedEvent(2), sum("local.events")))
          .needs(without("fence"));
      keeps(EXACT, single()
          .thread(addEvent("local", 1), sum("local.events"))
          .thread(addRemote(2), sum("local.events")))
          .needs(without("fence"));
    }

    @Test
    @DisplayName("K4: two threads add, one of them an event, and read; also if one of them is displaced meanwhile")
    void bothRead() {
      keeps(MONOTONE, striped()
          .thread(addEvent("1", 1), sum("1", "2", "1.events", "2.events"))
          .thread(addEvent("2", 2), sum("1", "2", "1.events", "2.events")))
          .needs(without("fence in stripes"));
      keeps(MONOTONE, single()
          .thread(addEvent("local", 1), sum("remote", "1", "local.events"))
          .thread(upgrade(1))
          .thread(addRemote(2), sum("remote", "1", "local.events")))
          .needs(without("fence in stripes"));
    }

    @Test
    @DisplayName("K3: an event pays for a decrement elsewhere; K5: an event publishes")
    void paidAndPublished() {
      keeps(PAID, shared()
          .thread(addEvent("1", 1), tell("paid"))
          .thread(hear("paid"), addOwned(2, -2))
          .thread(sum("2", "1.events")))
          .needs(order("DLU", "ULD"));
      keeps(PUBLISHED, striped()
          .thread(put("x"), addEvent("1", 1))
          .thread(sum("1.events"), get("x")))
          .needsOnArm(plain("storeStoreFence|write 1.version"), plain("read 1.(version|even|odd)"));
      keeps(PUBLISHED, single()
          .thread()
          .thread(put("x"), addSharedEvent(1))
          .thread(sum("local.events"), get("x")))
          .needsOnArm(plain("update shared"), plain("read shared"));
    }
  }

  @Nested
  final class Membership {

    @Test
    @DisplayName("Whether the owner of a stripe has attached is what it wrote itself, in a plain field")
    void isAttached() {
      keeps(PUBLISHED, striped().with("1.owner", NOBODY)
          .thread(claimByCounting(1), addOwned(1, 1), release(1))
          .thread(claim(1, NOBODY), attachAgain(1)))
          .needsOnArm(plain("fence at release|write 1.owner"));
    }
  }
}
