package io.github.processcounters.weak;

import io.github.processcounters.weak.Line.Condition;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Goes through all executions of a few lines, a step at a time. A step may be done when those are that the model puts
 * before it. A write is there for all other threads when it is done, and for later reads of its own thread before that.
 */
final class Search {

  private final Predicate<Execution> goal;
  private final Execution execution;
  private final List<Step> steps = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();

  /** Most ways cannot be gone together, as a first look at each condition tells. */
  private final boolean isPossible;

  /** By step, as bits: what is before it; and of the same word, what conflicts with it in other lines. */
  private final long[] before;
  private final long[] conflicting;

  /** And in its own line, earlier writes and later reads. */
  private final long[] earlierWrites;
  private final long[] laterReads;

  /** The steps that are done, as bits; by word, the last write that is. */
  private long done;
  private final Map<String, Step> latest = new HashMap<>();
  private final Set<IntBuffer> seen = new HashSet<>();
  private int executions;

  Search(Model model, Map<String, Long> initial, List<Line> lines, Predicate<Execution> goal) {
    this.goal = goal;
    for (Line line : lines) {
      conditions.addAll(line.conditions);
      for (Step step : line.steps) {
        if (step.word != null) {
          step.id = steps.size();
          steps.add(step);
          latest.put(step.word, null);
        }
      }
    }
    int n = steps.size();
    execution = new Execution(initial, lines, n);
    before = new long[n];
    conflicting = new long[n];
    earlierWrites = new long[n];
    laterReads = new long[n];
    isPossible = conditions.stream().allMatch(this::isPossible);
    if (isPossible) {
      if (n > Long.SIZE) {
        throw new IllegalArgumentException(n + " steps are more than " + Long.SIZE);
      }
      lines.forEach(line -> relate(model, line));
    }
  }

  private void relate(Model model, Line line) {
    for (Step b : steps) {
      int at = line.steps.indexOf(b);
      for (Step a : steps) {
        boolean sameWord = a.word.equals(b.word);
        int earlier = line.steps.indexOf(a);
        if (at >= 0 && earlier < 0 && sameWord && (a.writes() || b.writes())) {
          conflicting[b.id] |= bit(a);
        } else if (earlier >= 0 && earlier < at) {
          List<Step> between = line.steps.subList(earlier + 1, at);
          before[b.id] |= sameWord && b.writes() || model.orders(a, b, between) ? bit(a) : 0;
          earlierWrites[b.id] |= sameWord && a.writes() ? bit(a) : 0;
          laterReads[a.id] |= sameWord && b.reads ? bit(b) : 0;
        }
      }
    }
  }

  private boolean isPossible(Condition condition) {
    Step read = condition.value().reads.iterator().next();
    List<Step> sources = new ArrayList<>(steps);
    sources.removeIf(step -> !step.writes() || !step.word.equals(read.word));
    sources.add(null);
    boolean possible = condition.value().reads.size() > 1;
    for (Step source : sources) {
      execution.source[read.id] = source;
      possible |= source != null && !source.written.reads.isEmpty() || passes(condition);
    }
    execution.source[read.id] = null;
    return possible;
  }

  private boolean passes(Condition condition) {
    return condition.test().test(condition.value().in(execution));
  }

  /** Whether some execution is a goal. */
  boolean finds() {
    return isPossible && findsMore();
  }

  private boolean findsMore() {
    if (Long.bitCount(done) == steps.size()) {
      executions++;
      return goal.test(execution);
    }
    if (!seen.add(state())) {
      return false;
    }
    List<Step> ready = new ArrayList<>();
    for (Step step : steps) {
      if (isReady(step)) {
        if ((conflicting[step.id] & ~done) == 0) {
          return findsAfter(step); // whenever it is done, it comes to the same
        }
        ready.add(step);
      }
    }
    return ready.stream().anyMatch(this::findsAfter);
  }

  int executions() {
    return executions;
  }

  private static long bit(Step step) {
    return 1L << step.id;
  }

  private boolean isDone(Step step) {
    return (done & bit(step)) != 0;
  }

  private boolean isReady(Step step) {
    return !isDone(step) && (before[step.id] & ~done) == 0 && (!step.reads || isKnown(source(step)));
  }

  private boolean isKnown(Step write) {
    return write == null || isDone(write) || write.written.reads.stream().allMatch(this::isDone);
  }

  /** The last earlier write of the line if it is not done yet, or else the last of all that is. */
  private Step source(Step read) {
    long pending = earlierWrites[read.id] & ~done;
    return pending == 0 ? latest.get(read.word) : steps.get(Long.SIZE - 1 - Long.numberOfLeadingZeros(pending));
  }

  private boolean findsAfter(Step step) {
    Step replaced = latest.get(step.word);
    if (step.load != null && execution.source[step.load.id] != replaced) {
      return false;
    }
    execution.source[step.id] = step.reads ? source(step) : null;
    done |= bit(step);
    if (step.writes()) {
      latest.put(step.word, step);
    }
    boolean found = !isOvertaken(step) && fits(step) && findsMore();
    latest.put(step.word, replaced);
    done &= ~bit(step);
    execution.source[step.id] = null;
    return found;
  }

  /** Whether a later read of the line has read something older. */
  private boolean isOvertaken(Step step) {
    boolean overtaken = false;
    for (long later = step.reads ? laterReads[step.id] & done : 0; later != 0; later &= later - 1) {
      int read = Long.numberOfTrailingZeros(later);
      Step other = execution.source[read];
      overtaken |= other != execution.source[step.id]
          && (other == null || (earlierWrites[read] & ~earlierWrites[step.id] & bit(other)) == 0);
    }
    return overtaken;
  }

  private boolean fits(Step read) {
    for (Condition condition : conditions) {
      Set<Step> reads = condition.value().reads;
      if (reads.contains(read) && reads.stream().allMatch(this::isDone) && !passes(condition)) {
        return false;
      }
    }
    return true;
  }

  /** As ints, whose hash codes differ more than those of bytes. */
  private IntBuffer state() {
    ByteBuffer state = ByteBuffer.allocate(Long.BYTES + 2 * steps.size() + Integer.BYTES).putLong(done);
    latest.values().forEach(write -> state.put(idOf(write)));
    steps.forEach(step -> state.put(idOf(execution.source[step.id])));
    return state.rewind().asIntBuffer();
  }

  private static byte idOf(Step write) {
    return (byte) (write == null ? -1 : write.id);
  }
}
