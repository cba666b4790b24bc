package io.github.processcounters.weak;

import io.github.processcounters.weak.Line.Code;
import io.github.processcounters.weak.Step.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * What threads do with a set of one counter, in the steps of the library's methods. Stripes have numbers: a thread's has
 * that of its first owner. Arrays are named as the fields are: {@code remote}, {@code 1.downs}, {@code 1.guests}; they
 * are 1 once they are made. Their words are {@code remote.up}, {@code remote.down} and so on.
 */
final class Core {

  /** Modes: of nobody; a thread's is its number; a table has a bit for each of its stripes. */
  static final int NOBODY = 0;

  private static final int TABLE = 1 << 8;

  private Core() {}

  static long table(int... stripes) {
    long table = TABLE;
    for (int stripe : stripes) {
      table |= 1L << stripe;
    }
    return table;
  }

  private static boolean isTable(long mode) {
    return mode >= TABLE;
  }

  private static LongPredicate has(int stripe) {
    return mode -> isTable(mode) && (mode >> stripe & 1) != 0;
  }

  /** {@code ProcessCounters.add} of the owner. */
  static Code addAsOwner(long delta) {
    return line -> {
      line.require(line.read("mode", Access.OPAQUE), line.me);
      addRelease(line, "local", delta);
    };
  }

  /** The same, of one that looked at the mode before it was displaced, or has just become the owner. */
  static Code addLocal(long delta) {
    return line -> addRelease(line, "local", delta);
  }

  /** {@code ProcessCounters.addShared} to {@code remote}, in a set of another owner or of stripes. */
  static Code addRemote(long delta) {
    return line -> {
      line.require(line.read("mode"), mode -> mode != NOBODY && mode != line.me);
      noteDowns(line, delta);
      if (line.is(line.read("remote"), 0)) {
        line.compareAndSet("remote", 0, 1);
      }
      addAtomically(line, "remote", delta);
    };
  }

  /** {@code ProcessCounters.addShared} to a stripe's guests' words. */
  static Code addAsGuest(int stripe, long delta) {
    return line -> {
      line.require(line.read("mode"), has(stripe));
      line.require(line.read(stripe + ".guests"), 1);
      noteDowns(line, delta);
      addAtomically(line, stripe + ".guests", delta);
    };
  }

  /** {@code ProcessCounters.makeGuests}, at a place with a stripe or without. */
  static Code makeGuests(int stripe) {
    return line -> {
      Value table = line.read("mode");
      boolean isNew = !line.is(table, has(stripe));
      line.compareAndSet(stripe + ".guests", 0, 1);
      if (isNew) {
        replaceTable(line, table, stripe);
      }
    };
  }

  /** {@code ProcessCounters.add} or {@code addTo} of a stripe's owner. */
  static Code addOwned(int stripe, long delta) {
    return line -> {
      line.require(line.read("mode"), has(stripe));
      line.require(line.read(stripe + ".owner", Access.OPAQUE), line.me);
      if (delta < 0 && line.is(line.read(stripe + ".downs"), 0)) {
        noteDowns(line, delta);
        line.write(stripe + ".downs", 1, Access.VOLATILE);
      }
      addRelease(line, stripe + (delta >= 0 ? ".up" : ".down"), delta);
    };
  }

  /** {@code Attachment.addAnew}, which remembers a stripe. */
  static Code remember(int stripe) {
    return line -> line.write("attachment.stripe", stripe, Access.PLAIN);
  }

  /** {@code Attachment.add} of any thread, if all that was ever remembered is this stripe. */
  static Code addThrough(int stripe, long delta) {
    return line -> {
      boolean isRemembered = line.is(line.read("attachment.stripe", Access.PLAIN), stripe);
      if (isRemembered && line.weakening.omits("owner check")) {
        addRelease(line, stripe + ".up", delta);
      } else if (line.is(line.read(stripe + ".owner", Access.OPAQUE), line.me)) {
        addRelease(line, stripe + ".up", delta);
      } else {
        addRemote(delta).run(line);
      }
    };
  }

  private static void noteDowns(Line line, long delta) {
    if (delta < 0 && !line.weakening.omits("noteDowns") && line.is(line.read("hasDowns"), 0)) {
      line.write("hasDowns", 1, Access.VOLATILE);
    }
  }

  /** {@code Words.addRelease}, in its weaker form: what holds with a release write holds with a volatile one. */
  private static void addRelease(Line line, String word, long delta) {
    line.write(word, line.read(word, Access.PLAIN).plus(delta), Access.RELEASE);
    line.updated(delta);
  }

  /** {@code SharedWords.add}. */
  private static void addAtomically(Line line, String words, long delta) {
    String word = words + (delta >= 0 || line.weakening.omits("ups and downs apart") ? ".up" : ".down");
    if (line.weakening.omits("atomic updates")) {
      addRelease(line, word, delta);
    } else {
      line.getAndAdd(word, delta);
      line.updated(delta);
    }
  }

  /** {@code Events.add}, by the owner of the set ({@code "local"}) or of a stripe ({@code "1"}). */
  static Code addEvent(String owned, long delta) {
    return line -> {
      addEvent(line, owned, delta, "");
      line.updated(delta);
    };
  }

  /** The same in two counters, which get the same. */
  static Code addToBoth(String owned, long delta) {
    return line -> addEvent(line, owned, delta, ".a", ".b");
  }

  private static void addEvent(Line line, String owned, long delta, String... counters) {
    Value version = line.read(owned + ".version", Access.PLAIN);
    boolean isEven = isEven(line, version);
    line.fence("storeStoreFence", Step.STORE_STORE_FENCE);
    for (char part : line.weakening.order("AV").toCharArray()) {
      if (part == 'V') {
        line.write(owned + ".version", version.plus(1), Access.RELEASE);
      } else {
        for (String counter : counters) {
          Value sum = line.read(array(owned, isEven) + counter, Access.PLAIN);
          boolean isInPlace = line.weakening.omits("other array");
          line.write(array(owned, isEven == isInPlace) + counter, sum.plus(delta), Access.PLAIN);
        }
      }
    }
  }

  private static boolean isEven(Line line, Value version) {
    return line.is(version, number -> number % 2 == 0);
  }

  private static String array(String owned, boolean isEven) {
    return owned + (isEven ? ".even" : ".odd");
  }

  /** {@code Events.addShared}. The array of one counter is that counter: an array is never put back. */
  static Code addSharedEvent(long delta) {
    return line -> {
      line.require(line.read("mode"), mode -> mode != NOBODY && mode != line.me);
      Value found = line.read("shared");
      if (line.weakening.omits("shared by CAS")) {
        line.write("shared", found.plus(delta), Access.VOLATILE);
      } else {
        line.compareAndSet("shared", found, found.plus(delta));
      }
      line.updated(delta);
    };
  }

  /** {@code Events.tryCopy}: the difference of two counters. */
  static Code differenceOfBoth(String owned) {
    return line -> {
      Value version = line.read(owned + ".version");
      String array = array(owned, isEven(line, version));
      Value difference = line.read(array + ".a", Access.PLAIN).minus(line.read(array + ".b", Access.PLAIN));
      line.fence("acquireFence", Step.ACQUIRE_FENCE);
      lookAgain(line, owned, version);
      line.sum(difference);
    };
  }

  /** {@code Events.sum}. */
  private static Value events(Line line, String owned) {
    Value version = line.read(owned + ".version");
    Value sum = line.read(array(owned, isEven(line, version)));
    lookAgain(line, owned, version);
    return sum;
  }

  private static void lookAgain(Line line, String owned, Value version) {
    if (!line.weakening.omits("second look")) {
      line.require(line.read(owned + ".version").minus(version), 0);
    }
  }

  /** {@code ProcessCounters.becomesOwner}, after nobody or a dead thread. */
  static Code becomeOwner(int former) {
    return line -> replace(line, "mode", former, line.me);
  }

  /** {@code ProcessCounters.prepareToRead} that finds a dead owner. */
  static Code letGo(int dead) {
    return line -> replace(line, "mode", dead, NOBODY);
  }

  /** {@code Stripe.claim}, by attaching. */
  static Code claim(int stripe, int former) {
    return line -> {
      line.require(line.read("mode"), has(stripe));
      replace(line, stripe + ".owner", former, line.me);
      Line.put(stripe + ".isAttached").run(line);
    };
  }

  /** {@code Stripe.claim}, by counting. */
  static Code claimByCounting(int stripe) {
    return line -> {
      line.require(line.read("mode"), has(stripe));
      replace(line, stripe + ".owner", NOBODY, line.me);
      line.write(stripe + ".isAttached", 0, Access.PLAIN);
    };
  }

  /** {@code Stripe.attachOwner}, of one that has attached: it is to find that it has. */
  static Code attachAgain(int stripe) {
    return Line.get(stripe + ".isAttached");
  }

  private static void replace(Line line, String owner, int former, int next) {
    line.require(line.read(owner), former);
    if (former != NOBODY) {
      line.require(line.read(former + ".dead", Access.ACQUIRE), 1); // isAlive
    }
    if (line.weakening.omits("claim by CAS")) {
      line.write(owner, next, Access.VOLATILE);
    } else {
      line.compareAndSet(owner, former, next);
    }
  }

  static Code die() {
    return line -> line.write(line.me + ".dead", 1, Access.RELEASE);
  }

  /** {@code ProcessCounters.detach} of the owner. */
  static Code leave() {
    return line -> {
      if (line.weakening.omits("leave by CAS")) {
        line.write("mode", NOBODY, Access.RELEASE);
      } else {
        line.compareAndSet("mode", line.me, NOBODY);
      }
    };
  }

  /** {@code ProcessCounters.detach} in a striped set, and {@code Stripe.release}. */
  static Code release(int stripe) {
    return line -> {
      line.require(line.read("mode"), has(stripe));
      line.fence("fence at release");
      line.write(stripe + ".owner", NOBODY, Access.RELEASE);
    };
  }

  /** {@code ProcessCounters.upgrade}, of a set of this owner. */
  static Code upgrade(int owner) {
    return line -> {
      line.require(line.read("mode"), owner);
      if (line.weakening.omits("owner's stripe at once")) {
        line.compareAndSet("mode", owner, table());
      }
      line.write(owner + ".owner", owner, Access.PLAIN);
      if (line.weakening.omits("owner's stripe at once")) {
        replaceTable(line, line.read("mode"), owner);
      } else {
        line.compareAndSet("mode", owner, table(owner));
      }
    };
  }

  /** {@code ProcessCounters.claim} of a new stripe. */
  static Code attach() {
    return line -> {
      Value table = line.read("mode");
      line.write(line.me + ".owner", line.me, Access.PLAIN);
      replaceTable(line, table, line.me);
    };
  }

  /** {@code ProcessCounters.claim} of a stripe if it is free, or else of a new one, and an add there. */
  static Code attachAndAdd(int stripe, long delta) {
    return line -> {
      Value table = line.read("mode");
      line.require(table, has(stripe));
      boolean isFree = line.is(line.read(stripe + ".owner"), NOBODY);
      if (isFree) {
        line.compareAndSet(stripe + ".owner", NOBODY, line.me);
      } else {
        line.write(line.me + ".owner", line.me, Access.PLAIN);
        replaceTable(line, table, line.me);
      }
      addOwned(isFree ? stripe : line.me, delta).run(line);
    };
  }

  private static void replaceTable(Line line, Value table, int stripe) {
    line.require(table, has(stripe).negate().and(Core::isTable));
    Value next = table.plus(1L << stripe);
    if (line.weakening.omits("table by CAS")) {
      line.write("mode", next, Access.VOLATILE);
    } else {
      line.compareAndSet("mode", table, next);
    }
  }

  /**
   * {@code ProcessCounters.sum}: in any mode if words are named that there are beside the local one ({@code remote},
   * {@code 1} for those of a stripe's owner, {@code 1.guests}, {@code local.events}, {@code 1.events}), else in a single set. In a striped set it is any of its
   * tries.
   */
  static Code sum(String... words) {
    return sum("DLU", words);
  }

  /** The same; in a striped set it is a try that met no decrement. */
  static Code quietSum(String... words) {
    return sum("DLULD", words);
  }

  private static Code sum(String order, String... words) {
    return line -> {
      prepareToRead(line, words);
      line.sum(read(line, order, words));
    };
  }

  /** {@code ProcessCounters.prepareToRead}, and {@code Stripe.prepareToRead}. */
  private static void prepareToRead(Line line, String... words) {
    Value mode = line.read("mode");
    if (line.is(mode, line.me)) {
      line.fence("fence");
    } else if (words.length > 0 && line.is(mode, Core::isTable)) {
      for (String word : words) {
        if (isStripe(word) && line.is(line.read(word + ".owner").where(mode, has(stripe(word))), line.me)) {
          line.fence("fence in stripes");
        }
      }
    }
  }

  private static boolean isStripe(String word) {
    return Character.isDigit(word.charAt(word.length() - 1));
  }

  private static int stripe(String word) {
    return word.charAt(0) - '0';
  }

  /** {@code ProcessCounters.read}. Who finds only at the end that the set is striped has read more, and begins anew. */
  private static Value read(Line line, String order, String... words) {
    if (words.length > 0 && line.is(line.read("mode"), Core::isTable)) {
      Map<String, Value> looked = new HashMap<>();
      return take(line, order, part -> total(line, part == 'U' ? ".up" : ".down", looked, words));
    }
    if (!List.of(words).contains("local.events")) {
      return readSingleAdds(line);
    }
    Value version = line.read("local.version");
    Value shared = line.read("shared");
    Value sum = readSingleAdds(line).plus(line.read(array("local", isEven(line, version)))).plus(shared);
    lookAgain(line, "local", version);
    if (!line.weakening.omits("second look at shared")) {
      line.require(line.read("shared").minus(shared), 0);
    }
    return sum;
  }

  private static Value readSingleAdds(Line line) {
    Map<Character, Value> first = new HashMap<>();
    for (char part : line.weakening.order("LR").toCharArray()) {
      first.put(part, line.read(part == 'L' ? "local" : "remote"));
    }
    // Remote words that were there once are not looked for again.
    Value sum = line.is(first.get('R'), 0) ? first.get('L')
        : take(line, "UDLUD", part -> line.read(part == 'U' ? "remote.up" : "remote.down"));
    if (!line.weakening.omits("mode last")) {
      line.require(line.read("mode"), mode -> !isTable(mode));
    }
    return sum;
  }

  /**
   * {@code readSingleAdds} and {@code readStriped}: takes the ups, the downs and the local word in an order. Of what is
   * taken again, in a single set each must be the same; in a striped one, together it must be no less.
   */
  private static Value take(Line line, String order, Function<Character, Value> words) {
    Map<Character, Value> taken = new HashMap<>();
    Value change = Value.of(0);
    for (char part : line.weakening.order(order).toCharArray()) {
      Value value = part == 'L' ? line.read("local") : words.apply(part);
      Value before = taken.putIfAbsent(part, value);
      if (before != null && order.startsWith("U")) {
        line.require(value.minus(before), 0);
      } else if (before != null) {
        change = change.plus(value).minus(before);
      }
    }
    if (!change.reads.isEmpty()) {
      line.require(change, sum -> sum >= 0);
    }
    return taken.values().stream().reduce(Value.of(0), Value::plus);
  }

  /** {@code ProcessCounters.ups} or {@code downs}, and those of {@code Stripe} and {@code SharedWords}. */
  private static Value total(Line line, String kind, Map<String, Value> looked, String... words) {
    boolean isUp = kind.equals(".up");
    Value some = isUp ? Value.of(1) : look(line, "hasDowns", looked);
    Value table = null;
    Value total = Value.of(0);
    for (String word : words) { // the remote ones first, events last
      if (word.endsWith(".events")) {
        total = isUp ? total.plus(events(line, word.replace(".events", ""))) : total;
        continue;
      }
      boolean isRemote = word.equals("remote");
      table = table == null && !isRemote ? look(line, "mode", looked) : table;
      Value array = isUp && isStripe(word) ? Value.of(1) : look(line, isStripe(word) ? word + ".downs" : word, looked);
      Value value = line.read(word + kind).where(array, made -> made == 1).where(some, any -> any == 1);
      total = total.plus(isRemote ? value : value.where(table, has(stripe(word))));
    }
    return total;
  }

  private static Value look(Line line, String word, Map<String, Value> looked) {
    if (!looked.containsKey(word) || !line.weakening.omits("new look at " + word)) {
      looked.put(word, line.read(word));
    }
    return looked.get(word);
  }
}
