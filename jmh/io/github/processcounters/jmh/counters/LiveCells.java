package io.github.processcounters.jmh.counters;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.LongAdder;

/** Puts a {@code LongAdder} into the state in which threads leave it that have collided in it. */
final class LiveCells {

  private static final Field CELLS;
  private static final Constructor<?> CELL;

  static {
    try {
      CELLS = LongAdder.class.getSuperclass().getDeclaredField("cells");
      CELLS.setAccessible(true);
      CELL = CELLS.getType().getComponentType().getDeclaredConstructor(long.class);
      CELL.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private LiveCells() {}

  /** One cell a thread, in a table as long as a power of two, which is as long as needed or the number of CPUs. */
  static void in(LongAdder adder, int threads) {
    if (threads < 2) {
      return; // one thread never collides
    }
    int length = ceilingPowerOfTwo(Math.min(threads, Runtime.getRuntime().availableProcessors()));
    try {
      Object cells = Array.newInstance(CELL.getDeclaringClass(), length);
      for (int i = 0; i < Math.min(threads, length); i++) {
        Array.set(cells, i, CELL.newInstance(1L));
      }
      CELLS.set(adder, cells);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int ceilingPowerOfTwo(int n) {
    return 1 << -Integer.numberOfLeadingZeros(n - 1);
  }
}
