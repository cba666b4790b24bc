// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.CounterHandle;
import java.util.Objects;
import org.apache.flink.metrics.Counter;

/**
 * A counter of a set as a Flink counter: {@code metrics.counter("rows", new HandleCounter(set.handle(ROWS)))}. Nobody
 * attaches: the task's thread becomes the owner by counting. Reporters read the right value from their own thread,
 * which Flink's {@code SimpleCounter} does not promise.
 */
public final class HandleCounter implements Counter {

  private final CounterHandle handle;

  public HandleCounter(CounterHandle handle) {
    this.handle = Objects.requireNonNull(handle, "handle");
  }

  @Override
  public void inc() {
    handle.increment();
  }

  @Override
  public void inc(long n) {
    handle.add(n);
  }

  @Override
  public void dec() {
    handle.decrement();
  }

  @Override
  public void dec(long n) {
    handle.add(-n);
  }

  @Override
  public long getCount() {
    return handle.sum();
  }
}
