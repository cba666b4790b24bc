package io.github.processcounters.weak;

import io.github.processcounters.weak.Line.Call;
import io.github.processcounters.weak.Line.Kind;
import java.util.List;
import java.util.function.BiPredicate;

/** The clauses of the contract. */
enum Clause {

  /** K1, K4: a sum counts every update that happens-before it, and none that it happens-before. */
  COUNTED((execution, updates, sums, before) -> all(updates, sums, (update, sum) ->
      execution.counts(sum, update) ? !before.test(sum, update) : !before.test(update, sum))),

  /** K2: all updates and sums are in one order. */
  EXACT((execution, updates, sums, before) -> {
    BiPredicate<Call, Call> order = execution.closure((a, b) -> before.test(a, b)
        || updates.contains(a) && sums.contains(b) && execution.counts(b, a)
        || sums.contains(a) && updates.contains(b) && !execution.counts(a, b));
    return updates.stream().noneMatch(update -> order.test(update, update));
  }),

  /** The same, of updates that happen one after the other: each sum was the total at some moment. Deltas need no bits. */
  EXACT_IN_TURN((execution, updates, sums, before) -> sums.stream().allMatch(sum -> sum.result().in(execution) == 0
      || updates.stream().anyMatch(last -> sum.result().in(execution) == updates.stream()
          .filter(update -> update == last || before.test(update, last)).mapToLong(Call::delta).sum()))),

  /** K3, from below: a sum that counts a decrement counts every increment that happens-before it. */
  PAID((execution, updates, sums, before) -> all(updates, updates, (up, down) ->
      up.delta() < 0 || down.delta() > 0 || !before.test(up, down)
          || sums.stream().allMatch(sum -> !execution.counts(sum, down) || execution.counts(sum, up)))),

  /** K3, from above: a sum that counts an increment counts every decrement that happens-before it. */
  BOUNDED((execution, updates, sums, before) -> all(updates, updates, (down, up) ->
      down.delta() > 0 || up.delta() < 0 || !before.test(down, up)
          || sums.stream().allMatch(sum -> !execution.counts(sum, up) || execution.counts(sum, down)))),

  /** K4: sums never go backwards, and of two threads that add and then read one sees the other's add. */
  MONOTONE((execution, updates, sums, before) -> all(sums, sums, (a, b) ->
          !before.test(a, b) || updates.stream().allMatch(u -> !execution.counts(a, u) || execution.counts(b, u)))
      && all(updates, updates, (a, b) -> a.line() == b.line() || all(sums, sums, (c, d) ->
          !a.precedes(c) || !b.precedes(d) || execution.counts(c, b) || execution.counts(d, a)))),

  /** K5: what was put before an update is got after a sum that counts it. */
  PUBLISHED((execution, updates, sums, before) ->
      all(execution.calls(Kind.PUT), execution.calls(Kind.GET), (put, get) -> !put.word().equals(get.word())
          || !before.test(put, get) || get.result().in(execution) == 1)),

  /** K10: the difference of two counters, to which events add the same, is 0. There are no updates that it counts. */
  WHOLE((execution, updates, sums, before) -> updates.isEmpty());

  private interface Test {

    boolean holds(Execution execution, List<Call> updates, List<Call> sums, BiPredicate<Call, Call> before);
  }

  private final Test test;

  Clause(Test test) {
    this.test = test;
  }

  boolean holds(Execution execution) {
    return execution.hasSums()
        && test.holds(execution, execution.calls(Kind.UPDATE), execution.calls(Kind.SUM), execution.happensBefore());
  }

  private static boolean all(List<Call> some, List<Call> others, BiPredicate<Call, Call> test) {
    return some.stream().allMatch(a -> others.stream().allMatch(b -> test.test(a, b)));
  }
}
