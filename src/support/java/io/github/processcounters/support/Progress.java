package io.github.processcounters.support;

import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints what Maven keeps to itself: every 10 seconds, which test is running; and why a test is skipped, once for each
 * class and reason.
 */
public final class Progress implements TestExecutionListener {

  private static final int MILLIS = 10_000;

  private final Map<TestIdentifier, Long> starts = new ConcurrentHashMap<>();
  private final Set<String> skipped = ConcurrentHashMap.newKeySet();
  private Timer timer;

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    timer = new Timer("progress", true);
    timer.schedule(new TimerTask() {
      @Override
      public void run() {
        starts.forEach((test, start) -> System.out.printf("%s: %s, %d s%n", classOf(test), test.getDisplayName(),
            (System.nanoTime() - start) / 1_000_000_000));
      }
    }, MILLIS, MILLIS);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    timer.cancel();
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) {
      starts.put(test, System.nanoTime());
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    starts.remove(test);
    if (result.getStatus() == Status.ABORTED) {
      executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    String line = classOf(test) + " skipped: " + reason;
    if (skipped.add(line)) {
      System.out.println(line);
    }
  }

  private static String classOf(TestIdentifier test) {
    return test.getSource().filter(MethodSource.class::isInstance)
        .map(method -> ((MethodSource) method).getJavaClass().getSimpleName()).orElse(test.getDisplayName());
  }
}
