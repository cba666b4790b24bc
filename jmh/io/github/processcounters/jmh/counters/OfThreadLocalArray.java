package io.github.processcounters.jmh.counters;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * After the idea of Cassandra's ThreadLocalMetrics (CASSANDRA-20250): each thread has one array for all counters of the
 * program, and alone writes it; a counter is an index into all these arrays, and is read from all of them. What is left
 * out, the cleaning up after threads and counters that have gone, is not on the path of an add or a sum.
 */
final class OfThreadLocalArray extends Counters {

  private static final int MIN_LENGTH = 64;
  private static final AtomicInteger INDICES = new AtomicInteger();
  private static final List<Row> ROWS = new CopyOnWriteArrayList<>();
  private static final ThreadLocal<Row> ROW = ThreadLocal.withInitial(Row::new);

  private final int first;

  OfThreadLocalArray(int size) {
    super(size);
    first = INDICES.getAndAdd(size);
  }

  @Override
  public Object set() {
    throw new UnsupportedOperationException("These counters are everywhere");
  }

  @Override
  public void add(int counter, long delta) {
    Row row = ROW.get();
    int index = first + counter;
    AtomicLongArray values = index < row.values.length() ? row.values : row.grow(index);
    values.lazySet(index, values.getPlain(index) + delta);
  }

  @Override
  public long sum(int counter) {
    int index = first + counter;
    long sum = 0;
    for (Row row : ROWS) {
      AtomicLongArray values = row.values;
      if (index < values.length()) {
        sum += values.get(index);
      }
    }
    return sum;
  }

  private static final class Row {

    private volatile AtomicLongArray values = new AtomicLongArray(MIN_LENGTH);

    Row() {
      ROWS.add(this);
    }

    private AtomicLongArray grow(int index) {
      AtomicLongArray longer = new AtomicLongArray(2 * index);
      for (int i = 0; i < values.length(); i++) {
        longer.setPlain(i, values.getPlain(i));
      }
      values = longer;
      return longer;
    }
  }
}
