package io.github.processcounters.weak;

import java.util.HashSet;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import java.util.function.LongPredicate;
import java.util.function.ToLongFunction;

/** A number that a thread computes from what it has read. */
final class Value {

  /** What it depends on. */
  final Set<Step> reads;

  private final ToLongFunction<Execution> function;

  private Value(Set<Step> reads, ToLongFunction<Execution> function) {
    this.reads = reads;
    this.function = function;
  }

  static Value of(long constant) {
    return new Value(Set.of(), execution -> constant);
  }

  static Value of(Step read) {
    return new Value(Set.of(read), execution -> execution.valueRead(read));
  }

  long in(Execution execution) {
    return function.applyAsLong(execution);
  }

  Value plus(long constant) {
    return plus(of(constant));
  }

  Value plus(Value other) {
    return with(other, Long::sum);
  }

  Value minus(Value other) {
    return with(other, (a, b) -> a - b);
  }

  /** This if the other one passes a test, else 0. */
  Value where(Value other, LongPredicate test) {
    return with(other, (a, b) -> test.test(b) ? a : 0);
  }

  private Value with(Value other, LongBinaryOperator operator) {
    Set<Step> both = new HashSet<>(reads);
    both.addAll(other.reads);
    return new Value(both, execution -> operator.applyAsLong(in(execution), other.in(execution)));
  }
}
