package io.github.processcounters;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * For the stress tests: what a flood leads to, without the thousands of updates that a flood takes, and a look at who owns
 * what.
 */
public final class Seam {

  private static final MethodHandle MAKE_GUESTS;
  private static final MethodHandle CLAIM;
  private static final VarHandle MODE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(ProcessCounters.class, MethodHandles.lookup());
      MAKE_GUESTS = lookup.findVirtual(
          ProcessCounters.class, "makeGuests", MethodType.methodType(void.class, int.class));
      CLAIM = lookup.findVirtual(ProcessCounters.class, "claim",
          MethodType.methodType(void.class, Thread.class, int.class, boolean.class));
      MODE = lookup.findVarHandle(ProcessCounters.class, "mode", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Seam() {}

  /** Gives a striped set words for the guests whose id this is, as a flood of theirs does. */
  public static void makeGuests(ProcessCounters counters, long id) {
    try {
      MAKE_GUESTS.invokeExact(counters, (int) id);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Gives a thread that owns nothing of a striped set a stripe, as a flood of its updates does. */
  public static void claim(ProcessCounters counters, Thread thread, long id) {
    claim(counters, thread, id, false);
  }

  /** Takes for a thread the next stripe at which a thread of this id looks, as if it attached. */
  public static void occupy(ProcessCounters counters, Thread thread, long id) {
    claim(counters, thread, id, true);
  }

  private static void claim(ProcessCounters counters, Thread thread, long id, boolean attaches) {
    try {
      CLAIM.invokeExact(counters, thread, (int) id, attaches);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many stripes a thread of this id looks at, until it finds that none is left. */
  public static int looks(long id) {
    ProcessCounters counters = new ProcessCounters(1);
    counters.upgrade();
    for (int looks = 0; ; looks++) {
      occupy(counters, Thread.currentThread(), id);
      if (owned(counters, Thread.currentThread()) == looks) {
        return looks;
      }
    }
  }

  /** How many stripes a striped set has. */
  public static int stripes(ProcessCounters counters) {
    Stripe[] table = (Stripe[]) MODE.getVolatile(counters);
    return table.length - Table.places(table);
  }

  /** How much of a set a thread owns: 1 for a single set, or the number of its stripes. */
  public static int owned(ProcessCounters counters, Thread thread) {
    Object mode = MODE.getVolatile(counters);
    if (!(mode instanceof Stripe[])) {
      return mode == thread ? 1 : 0;
    }
    Stripe[] table = (Stripe[]) mode;
    int owned = 0;
    for (int i = Table.places(table); i < table.length; i++) {
      owned += table[i].owner() == thread ? 1 : 0;
    }
    return owned;
  }
}
