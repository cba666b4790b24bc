package io.github.processcounters.model;

import io.github.processcounters.ProcessCounters;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** What a flood leads to, without the thousands of updates that it takes; and what the table of a striped set has. */
final class Inside {

  private static final MethodHandle CLAIM;
  private static final MethodHandle MAKE_GUESTS;
  private static final VarHandle MODE;
  private static final VarHandle OWNER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(ProcessCounters.class, MethodHandles.lookup());
      CLAIM = lookup.findVirtual(ProcessCounters.class, "claim",
          MethodType.methodType(void.class, Thread.class, int.class, boolean.class));
      MAKE_GUESTS = lookup.findVirtual(ProcessCounters.class, "makeGuests", MethodType.methodType(void.class, int.class));
      MODE = lookup.findVarHandle(ProcessCounters.class, "mode", Object.class);
      Class<?> stripe = lookup.findClass("io.github.processcounters.Stripe");
      OWNER = MethodHandles.privateLookupIn(stripe, lookup).findVarHandle(stripe, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Inside() {}

  /** In a striped set, of a thread that owns nothing. */
  static void claim(ProcessCounters counters, Thread thread, int id, boolean attaches) {
    try {
      CLAIM.invokeExact(counters, thread, id, attaches);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static void claimForAll(ProcessCounters counters, List<Thread> threads, int id) {
    for (Thread thread : threads) {
      claim(counters, thread, id, true);
    }
  }

  static void makeGuests(ProcessCounters counters, int id) {
    try {
      MAKE_GUESTS.invokeExact(counters, id);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static Object[] table(ProcessCounters counters) {
    return (Object[]) MODE.getVolatile(counters);
  }

  /** Each twice: at its place, and in the row. */
  static List<Object> stripes(ProcessCounters counters) {
    List<Object> stripes = new ArrayList<>();
    for (Object stripe : table(counters)) {
      if (stripe != null) {
        stripes.add(stripe);
      }
    }
    return stripes;
  }

  /** The stripe of the calling thread, or null. */
  static Object owned(ProcessCounters counters) {
    for (Object stripe : stripes(counters)) {
      if (owner(stripe) == Thread.currentThread()) {
        return stripe;
      }
    }
    return null;
  }

  static Thread owner(Object stripe) {
    return (Thread) OWNER.getVolatile(stripe);
  }
}
