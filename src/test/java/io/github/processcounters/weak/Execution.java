package io.github.processcounters.weak;

import io.github.processcounters.weak.Line.Call;
import io.github.processcounters.weak.Line.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiPredicate;

/** What the reads of a program read, and what its calls see of that. */
final class Execution {

  /** By the id of a read: the write that it reads, null for the initial value. */
  final Step[] source;

  private final Map<String, Long> initial;
  private final List<Call> calls = new ArrayList<>();

  /** The amounts of all decrements, which are bits. */
  private long down;

  Execution(Map<String, Long> initial, List<Line> lines, int steps) {
    this.initial = initial;
    this.source = new Step[steps];
    for (Line line : lines) {
      for (Call call : line.calls) {
        calls.add(call);
        down -= Math.min(0, call.delta());
      }
    }
  }

  long valueRead(Step read) {
    Step write = source[read.id];
    return write == null ? initial.getOrDefault(read.word, 0L) : write.written.in(this);
  }

  List<Call> calls(Kind kind) {
    List<Call> found = new ArrayList<>(calls);
    found.removeIf(call -> call.kind() != kind);
    return found;
  }

  /** Whether each sum is one of some deltas at all. */
  boolean hasSums() {
    List<Call> updates = calls(Kind.UPDATE);
    return calls(Kind.SUM).stream().allMatch(sum -> isSumOfSome(sum.result().in(this), updates));
  }

  private static boolean isSumOfSome(long sum, List<Call> updates) {
    if (updates.isEmpty()) {
      return sum == 0;
    }
    List<Call> others = updates.subList(1, updates.size());
    return isSumOfSome(sum, others) || isSumOfSome(sum - updates.get(0).delta(), others);
  }

  boolean counts(Call sum, Call update) {
    return (counted(sum) & Math.abs(update.delta())) != 0;
  }

  /** The amounts that a sum counts. With all decrements added, it has their bits where it does not count them. */
  private long counted(Call sum) {
    return sum.result().in(this) + down ^ down;
  }

  /** Which call happens-before which: by the order in a thread, by messages, because a sum counts an update (K5). */
  BiPredicate<Call, Call> happensBefore() {
    return closure((a, b) -> a.precedes(b)
        || a.kind() == Kind.TELL && b.kind() == Kind.HEAR && a.word().equals(b.word())
        || a.kind() == Kind.UPDATE && calls(Kind.SUM).stream().anyMatch(sum -> sum.precedes(b) && counts(sum, a)));
  }

  /** The relation that follows from one that is to be transitive. */
  BiPredicate<Call, Call> closure(BiPredicate<Call, Call> relation) {
    int n = calls.size();
    boolean[][] related = new boolean[n][n];
    for (int i = 0; i < n * n; i++) {
      related[i / n][i % n] = relation.test(calls.get(i / n), calls.get(i % n));
    }
    for (int i = 0; i < n * n * n; i++) {
      related[i / n % n][i % n] |= related[i / n % n][i / n / n] && related[i / n / n][i % n];
    }
    return (a, b) -> related[calls.indexOf(a)][calls.indexOf(b)];
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ");
    for (Call call : calls) {
      Object what = call.result() != null ? call.result().in(this) : call.word() != null ? call.word() : call.delta();
      text.add((call.order() == 0 ? "| " : "") + call.kind() + " " + what);
    }
    return text.toString();
  }
}
