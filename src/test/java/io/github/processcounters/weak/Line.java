package io.github.processcounters.weak;

import io.github.processcounters.weak.Step.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/**
 * One way through the code of a thread: its steps, and what must be true of the values read for it to go this way. The
 * code is run once for each way, and {@link #is} answers what it takes for that.
 *
 * <p>A loop that starts over leaves only reads behind, and without them more is possible, not less. So the code has no
 * loops: it requires that a try succeeds.
 */
final class Line {

  interface Code {

    void run(Line line);
  }

  enum Kind { UPDATE, SUM, TELL, HEAR, PUT, GET }

  /** What the user of a set does or sees: adds a delta, gets a result, tells or hears a message, puts or gets data. */
  record Call(Line line, int order, Kind kind, String word, long delta, Value result) {

    boolean precedes(Call other) {
      return line == other.line && order < other.order;
    }
  }

  record Condition(Value value, LongPredicate test) {}

  final List<Step> steps = new ArrayList<>();
  final List<Condition> conditions = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();

  /** The number of its thread, from 1. */
  final int me;

  final Weakening weakening;
  private final Model model;
  private final List<Boolean> answers;
  private int asked;

  private Line(int me, Model model, Weakening weakening, List<Boolean> answers) {
    this.me = me;
    this.model = model;
    this.weakening = weakening;
    this.answers = answers;
  }

  /** All ways through the code. */
  static List<Line> all(int me, Model model, Weakening weakening, List<Code> code) {
    List<Line> lines = new ArrayList<>();
    List<Boolean> answers = new ArrayList<>();
    int lastYes;
    do {
      Line line = new Line(me, model, weakening, answers);
      code.forEach(part -> part.run(line));
      lines.add(line);
      lastYes = answers.lastIndexOf(true);
      if (lastYes >= 0) {
        answers.subList(lastYes, answers.size()).clear();
        answers.add(false);
      }
    } while (lastYes >= 0);
    return lines;
  }

  Value read(String word, Access access) {
    return Value.of(add(new Step(word, weakening.access("read", word, access), true, null, null)));
  }

  Value read(String word) {
    return read(word, Access.VOLATILE);
  }

  void write(String word, Value value, Access access) {
    add(new Step(word, weakening.access("write", word, access), false, null, before -> value));
  }

  void write(String word, long value, Access access) {
    write(word, Value.of(value), access);
  }

  Value getAndAdd(String word, long delta) {
    return update(word, before -> before.plus(delta));
  }

  /** One that succeeds; one that fails is a read. */
  void compareAndSet(String word, long expected, long value) {
    compareAndSet(word, Value.of(expected), Value.of(value));
  }

  void compareAndSet(String word, Value expected, Value value) {
    require(update(word, before -> value).minus(expected), 0);
  }

  private Value update(String word, UnaryOperator<Value> change) {
    Access access = weakening.access("update", word, Access.VOLATILE);
    Step step = add(new Step(word, access, true, null, model.splitsUpdates ? null : change));
    if (model.splitsUpdates) {
      add(new Step(word, access, false, step, change));
    }
    return Value.of(step);
  }

  void fence(String name) {
    fence(name, Step.FENCE);
  }

  void fence(String name, Step fence) {
    if (!weakening.omits(name)) {
      add(fence);
    }
  }

  private Step add(Step step) {
    steps.add(step);
    return step;
  }

  /** Whether a value passes a test on this way; there is another on which it does not. */
  boolean is(Value value, LongPredicate test) {
    if (asked == answers.size()) {
      answers.add(true);
    }
    boolean answer = answers.get(asked++);
    require(value, answer ? test : test.negate());
    return answer;
  }

  boolean is(Value value, long wanted) {
    return is(value, v -> v == wanted);
  }

  void require(Value value, LongPredicate test) {
    conditions.add(new Condition(value, test));
  }

  void require(Value value, long wanted) {
    require(value, v -> v == wanted);
  }

  /** After an update. Each has another bit as its delta, or its negative, so that a sum tells which ones it counts. */
  void updated(long delta) {
    call(Kind.UPDATE, null, delta, null);
  }

  void sum(Value result) {
    call(Kind.SUM, null, 0, result);
  }

  /** Releases, and no more: what is before it happens-before what is after {@code hear} in another thread. */
  static Code tell(String message) {
    return line -> {
      line.write(message, 1, Access.RELEASE);
      line.call(Kind.TELL, message, 0, null);
    };
  }

  static Code hear(String message) {
    return line -> {
      line.require(line.read(message, Access.ACQUIRE), 1);
      line.call(Kind.HEAR, message, 0, null);
    };
  }

  static Code put(String data) {
    return line -> {
      line.write(data, 1, Access.PLAIN);
      line.call(Kind.PUT, data, 0, null);
    };
  }

  static Code get(String data) {
    return line -> line.call(Kind.GET, data, 0, line.read(data, Access.PLAIN));
  }

  private void call(Kind kind, String word, long delta, Value result) {
    calls.add(new Call(this, calls.size(), kind, word, delta, result));
  }
}
