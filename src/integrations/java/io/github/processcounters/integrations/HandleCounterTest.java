package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessCounters;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.MetricType;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class HandleCounterTest {

  static final int ROWS = 0, OPEN = 1;

  private static final int ADDS = 5_000_000;

  private final MetricGroup metrics = new UnregisteredMetricsGroup();
  private final ProcessCounters task = new ProcessCounters(2);

  @Test
  @DisplayName("A metric group takes it, and it counts up and down as Flink's own does")
  void counts() {
    Counter rows = metrics.counter("rows", new HandleCounter(task.handle(ROWS)));

    Counter open = metrics.counter("open", new HandleCounter(task.handle(OPEN)));
    rows.inc();
    rows.inc(41);
    open.inc(5);
    open.dec();
    open.dec(3);
    assertEquals(MetricType.COUNTER, rows.getMetricType());
    assertEquals(42, rows.getCount());
    assertEquals(1, open.getCount());
    open.dec(Long.MIN_VALUE);
    assertEquals(1 - Long.MIN_VALUE, open.getCount());
  }

  @Test
  @DisplayName("Flink's meter measures its rate")
  void meters() {
    Counter rows = new HandleCounter(task.handle(ROWS));
    MeterView rate = new MeterView(rows, 10); // events a second, of the last 10 seconds
    for (int i = 0; i < 3; i++) {
      rate.markEvent(50);
      rate.update(); // every 5 seconds
    }
    assertEquals(150, rate.getCount());
    assertEquals(150, rows.getCount());
    assertEquals(10, rate.getRate());
  }

  @Test
  @DisplayName("K2: made here, counted elsewhere, read by a reporter: the task's thread is the owner, no read falls")
  void readByAnother() throws Exception {
    Counter rows = metrics.counter("rows", new HandleCounter(task.handle(ROWS)));
    CountDownLatch read = new CountDownLatch(1);
    Thread taskThread = new Thread(() -> {
      for (int i = 0; i < ADDS; i++) {
        rows.inc();
      }
      awaitUninterruptibly(read);
    }, "task");
    taskThread.start();
    long last = 0;
    while (last < ADDS) {
      long next = rows.getCount();
      assertTrue(next >= last, next + " after " + last);
      last = next;
    }
    assertEquals("ProcessCounters[size=2, single, owner=task, sums=[" + ADDS + ", 0]]", task.toString());
    read.countDown();
    taskThread.join();
    assertFalse(task.isStriped());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("K9: without a handle there is no counter")
  void noHandle() {
    assertThrows(NullPointerException.class, () -> new HandleCounter(null));
  }
}
