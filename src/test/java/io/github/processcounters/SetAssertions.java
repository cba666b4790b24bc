package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/** What the tests demand of a set of counters. */
final class SetAssertions {

  private static final Pattern WORDS = Pattern.compile("[^-\\w]+");

  private SetAssertions() {}

  /** All ways to read agree. */
  static void assertSums(ProcessCounters counters, long... expected) {
    long[] one = new long[counters.size()];
    Arrays.setAll(one, counters::sum);
    assertArrayEquals(expected, one);
    assertArrayEquals(expected, counters.sums());
    long[] into = new long[counters.size()];
    Arrays.fill(into, 0xdead);
    counters.sums(into);
    assertArrayEquals(expected, into);
  }

  /** The message has the offending value. */
  static void assertThrowsNaming(Object value, Class<? extends Exception> type, Executable call) {
    String message = assertThrows(type, call).getMessage();
    assertNotNull(message);
    assertTrue(List.of(WORDS.split(message)).contains(value.toString()), () -> value + ": " + message);
  }

  /** These threads, and no others, are attached. */
  static void assertAttached(ProcessCounters counters, Thread... expected) {
    Set<Thread> threads = Collections.newSetFromMap(new IdentityHashMap<>());
    Collections.addAll(threads, expected);
    assertEquals(threads, threadsOf(counters));
  }

  /**
   * The threads to which the set refers: those that are attached, but for such as found no free stripe, and those that
   * died attached and were not let go of yet. Exact, where a collection is a trial.
   */
  static Set<Thread> threadsOf(ProcessCounters counters) {
    Set<Thread> threads = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Object object : partsOf(counters)) {
      if (object instanceof Thread) {
        threads.add((Thread) object);
      }
    }
    return threads;
  }

  /** All words that the set has, whatever it has them for: how many these are tells how large it is. */
  static List<Long> wordsOf(ProcessCounters counters) {
    List<Long> words = new ArrayList<>();
    for (Object object : partsOf(counters)) {
      if (object instanceof long[]) {
        Arrays.stream((long[]) object).forEach(words::add);
      }
    }
    return words;
  }

  /** Found by a walk over whatever fields there are, up to threads and arrays of numbers. */
  static Set<Object> partsOf(ProcessCounters counters) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> next = new ArrayDeque<>();
    next.push(counters);
    while (!next.isEmpty()) {
      Object object = next.pop();
      if (seen.add(object)) {
        pushReferences(object, next);
      }
    }
    return seen;
  }

  private static void pushReferences(Object object, Deque<Object> next) {
    if (object instanceof Object[]) {
      for (Object element : (Object[]) object) {
        pushUnlessNull(element, next);
      }
    } else if (object.getClass().getPackage() == ProcessCounters.class.getPackage() && !(object instanceof Thread)) {
      for (Field field : object.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          pushUnlessNull(valueOf(field, object), next);
        }
      }
    }
  }

  private static void pushUnlessNull(Object object, Deque<Object> next) {
    if (object != null) {
      next.push(object);
    }
  }

  private static Object valueOf(Field field, Object object) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Collects until the object is gone, as one collection promises nothing. */
  static void assertCollected(WeakReference<?> reference) {
    for (int i = 0; i < 100 && !reference.refersTo(null); i++) {
      System.gc();
    }
    assertTrue(reference.refersTo(null), "still referred to");
  }
}
