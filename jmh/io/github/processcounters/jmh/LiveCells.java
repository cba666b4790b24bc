package io.github.processcounters.jmh;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.LongAdder;

/** Puts a {@code LongAdder} into the state in which threads leave it that have collided in it: by chance, otherwise. */
final class LiveCells {

  private LiveCells() {}

  /** One cell a thread, in a table whose length is a power of two, if there are so many CPUs. */
  static LongAdder in(LongAdder adder, int threads, int cpus) {
    if (threads < 2) {
      return adder; // one thread never collides
    }
    try {
      Field cells = LongAdder.class.getSuperclass().getDeclaredField("cells");
      cells.setAccessible(true);
      Constructor<?> cell = cells.getType().getComponentType().getDeclaredConstructor(long.class);
      cell.setAccessible(true);
      int length = 1 << -Integer.numberOfLeadingZeros(Math.min(threads, cpus) - 1);
      Object table = Array.newInstance(cell.getDeclaringClass(), length);
      for (int i = 0; i < Math.min(threads, length); i++) {
        Array.set(table, i, cell.newInstance(1L));
      }
      cells.set(adder, table);
      return adder;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
