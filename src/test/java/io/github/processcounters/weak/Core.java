package io.github.processcounters.weak;

import io.github.processcounters.weak.Line.Code;
import io.github.processcounters.weak.Step.Access;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * What threads do with a set of one counter, in the steps of the library's methods. Its words are {@code local},
 * {@code remote}, and those of stripes, which have numbers: a thread's stripe has that of its first owner.
 */
final class Core {

  /** Modes; a thread's is its number. */
  static final int NOBODY = 0;

  static final int NONE = 10;
  static final int STRIPES = 11;

  private Core() {}

  /** {@code ProcessCounters.add} of the owner. */
  static Code addAsOwner(long delta) {
    return line -> {
      line.require(line.read("mode"), line.me);
      addRelease(line, "local", delta);
    };
  }

  /** The same, of one that looked at the mode before it was displaced, or has just become the owner. */
  static Code addLocal(long delta) {
    return line -> addRelease(line, "local", delta);
  }

  /** {@code ProcessCounters.addToSingle}, of another owner. */
  static Code addRemote(long delta) {
    return line -> {
      line.require(line.read("mode"), mode -> mode > NOBODY && mode < NONE && mode != line.me);
      addAtBase(line, delta);
    };
  }

  /** The same, in a striped set that had no stripes when the thread looked. */
  static Code addAtBase(long delta) {
    return line -> {
      line.require(line.read("mode"), mode -> mode >= NONE);
      addAtBase(line, delta);
    };
  }

  private static void addAtBase(Line line, long delta) {
    if (line.is(line.read("remote"), 0)) {
      line.compareAndSet("remote", 0, 1);
    }
    addAtomically(line, "remote", delta);
  }

  /** {@code Stripe.add} of the owner. */
  static Code addOwned(int stripe, long delta) {
    return line -> {
      line.require(line.read("mode"), STRIPES);
      line.require(line.read(stripe + ".owner"), line.me);
      indexOf(line, delta);
      addRelease(line, stripe + (delta >= 0 ? ".ups" : ".downs"), delta);
    };
  }

  /** {@code Attachment.add} whose stripe is another thread's by now. */
  static Code addThrough(int stripe, long delta) {
    return line -> {
      if (line.weakening.omits("owner check")) {
        addRelease(line, stripe + ".ups", delta);
      } else {
        line.require(line.read(stripe + ".owner"), owner -> owner != line.me);
        addAtBase(line, delta);
      }
    };
  }

  /** {@code ProcessCounters.addElsewhere}, or addFor, in the first shared stripe, found in the hints or made. */
  static Code addShared(int stripe, long delta) {
    return line -> {
      line.require(line.read("mode"), STRIPES);
      boolean hinted = line.is(line.read(stripe + ".hint", Access.PLAIN), 1);
      boolean makes = !hinted && line.is(line.read("shared"), 0);
      boolean early = !line.weakening.omits("listed first");
      if (makes && early) {
        line.getAndAdd("words", 1L << stripe);
      }
      if (makes) {
        line.compareAndSet("shared", 0, 1);
      }
      if (!hinted) {
        line.write(stripe + ".hint", 1, Access.PLAIN);
      }
      indexOf(line, delta);
      addAtomically(line, stripe + "", delta);
      if (makes && !early) {
        line.getAndAdd("words", 1L << stripe);
      }
    };
  }

  /** {@code Stripe.indexOf}. */
  private static void indexOf(Line line, long delta) {
    if (delta < 0 && line.is(line.read("hasDowns"), 0)) {
      line.write("hasDowns", 1, Access.VOLATILE);
    }
  }

  /** {@code Words.addRelease}. */
  private static void addRelease(Line line, String word, long delta) {
    line.write(word, line.read(word, Access.PLAIN).plus(delta), Access.RELEASE);
    line.updated(delta);
  }

  /** {@code Words.getAndAdd}, or {@code compareAndSet}. */
  private static void addAtomically(Line line, String words, long delta) {
    String word = words + (delta >= 0 || line.weakening.omits("ups and downs apart") ? ".ups" : ".downs");
    if (line.weakening.omits("atomic updates")) {
      addRelease(line, word, delta);
    } else {
      line.getAndAdd(word, delta);
      line.updated(delta);
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

  /** {@code Stripe.claim}. */
  static Code claim(int stripe, int former) {
    return line -> replace(line, stripe + ".owner", former, line.me);
  }

  private static void replace(Line line, String owner, int former, int next) {
    line.require(line.read(owner), former);
    if (former != NOBODY) {
      line.require(line.read(former + ".dead", Access.ACQUIRE), 1); // isAlive
    }
    line.compareAndSet(owner, former, next);
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

  /** {@code Stripe.release}. */
  static Code release(int stripe) {
    return line -> {
      line.fence("fence at release");
      line.write(stripe + ".owner", NOBODY, Access.RELEASE);
    };
  }

  /** {@code ProcessCounters.upgrade}, of a set of this owner, with these threads' stripes. */
  static Code upgrade(int owner, int... stripes) {
    return line -> {
      line.require(line.read("mode"), owner);
      boolean early = !line.weakening.omits("stripes made first");
      if (!early) {
        line.compareAndSet("mode", owner, STRIPES);
      }
      long list = 0;
      for (int stripe : stripes) {
        line.write(stripe + ".owner", stripe, Access.PLAIN);
        list |= 1L << stripe;
      }
      line.write("words", list, Access.PLAIN);
      line.write("stripes", list, Access.PLAIN);
      if (early) {
        line.compareAndSet("mode", owner, STRIPES);
      }
    };
  }

  /** {@code ProcessCounters.ownStripes} of a striped set that has none. */
  static Code makeStripes() {
    return line -> line.compareAndSet("mode", NONE, STRIPES);
  }

  /** {@code Stripes.attach} that makes a stripe. */
  static Code attach() {
    return line -> {
      line.require(line.read("mode"), STRIPES);
      line.write(line.me + ".owner", line.me, Access.PLAIN);
      line.getAndAdd("words", 1L << line.me);
      line.getAndAdd("stripes", 1L << line.me);
    };
  }

  /**
   * {@code ProcessCounters.sum}, in any mode if the words are named that there are beside the local one, else in a
   * single set. In a striped set it is any of its tries.
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

  private static void prepareToRead(Line line, String... words) {
    Value mode = line.read("mode");
    if (line.is(mode, line.me)) {
      line.fence("fence");
    } else if (words.length > 0 && line.is(mode, STRIPES)) {
      Value stripes = line.read("stripes");
      for (String word : words) {
        if (!word.equals("remote") && line.is(line.read(word + ".owner").where(stripes, has(word)), line.me)) {
          line.fence("fence in stripes");
        }
      }
    }
  }

  /** {@code ProcessCounters.read}. Who finds only at the end that the set is striped has read more, and begins anew. */
  private static Value read(Line line, String order, String... words) {
    if (words.length > 0 && line.is(line.read("mode"), mode -> mode >= NONE)) {
      return take(line, order, words);
    }
    Map<Character, Value> first = new HashMap<>();
    for (char part : line.weakening.order("LR").toCharArray()) {
      first.put(part, line.read(part == 'L' ? "local" : "remote"));
    }
    Value sum = line.is(first.get('R'), 0) ? first.get('L') : take(line, "UDLUD", "remote");
    if (!line.weakening.omits("mode last")) {
      line.require(line.read("mode"), mode -> mode < NONE);
    }
    return sum;
  }

  /**
   * {@code readWithRemote} and {@code readStriped}: takes the ups, the downs and the local word in an order. Of what is
   * taken again, ups and downs must be the same, and the local word no less; and a mode that was striped.
   */
  private static Value take(Line line, String order, String... words) {
    boolean onlyRemote = words.length == 1 && words[0].equals("remote");
    Value mode = onlyRemote ? Value.of(NONE) : line.read("mode");
    Map<Character, Value> taken = new HashMap<>();
    Map<String, Value> looked = new HashMap<>();
    for (char part : line.weakening.order(order).toCharArray()) {
      String kind = part == 'U' ? ".ups" : ".downs";
      Value value = part == 'L' ? line.read("local") : total(line, kind, mode, looked, words);
      Value before = taken.putIfAbsent(part, value);
      if (before != null) {
        line.require(value.minus(before), part == 'L' ? change -> change >= 0 : change -> change == 0);
      }
    }
    if (!onlyRemote && !line.weakening.omits("mode again")) {
      line.require(line.read("mode").minus(mode), 0);
    }
    return taken.values().stream().reduce(Value.of(0), Value::plus);
  }

  /** {@code remoteUps} and {@code Stripes.ups}, or those of downs. */
  private static Value total(Line line, String kind, Value mode, Map<String, Value> looked, String... words) {
    Value list = Value.of(0);
    if (words.length > 1 || !words[0].equals("remote")) {
      Value some = kind.equals(".downs") ? look(line, "hasDowns", looked) : Value.of(1);
      list = look(line, "words", looked).where(mode, m -> m == STRIPES).where(some, s -> s == 1);
    }
    Value total = Value.of(0);
    for (String word : words) {
      boolean remote = word.equals("remote");
      Value guard = remote ? look(line, word, looked) : list;
      total = total.plus(line.read(word + kind).where(guard, remote ? made -> made != 0 : has(word)));
    }
    return total;
  }

  private static Value look(Line line, String word, Map<String, Value> looked) {
    if (!looked.containsKey(word) || !line.weakening.omits("new look at " + word)) {
      looked.put(word, line.read(word));
    }
    return looked.get(word);
  }

  private static LongPredicate has(String number) {
    return list -> (list >> Integer.parseInt(number) & 1) != 0;
  }
}
