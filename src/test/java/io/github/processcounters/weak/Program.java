package io.github.processcounters.weak;

import io.github.processcounters.weak.Line.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Some threads, and what words are when they begin: 0, unless something else is said. */
final class Program {

  private final Map<String, Long> initial = new HashMap<>();
  private final List<List<Code>> threads = new ArrayList<>();

  Program with(String word, long value) {
    initial.put(word, value);
    return this;
  }

  /** Threads have numbers from 1. */
  Program thread(Code... code) {
    threads.add(List.of(code));
    return this;
  }

  /** Returns whether there is an execution that is a goal; there must be some execution. */
  boolean allows(Model model, Weakening weakening, Predicate<Execution> goal) {
    List<List<Line>> combinations = List.of(List.of());
    for (List<Code> thread : threads) {
      List<List<Line>> longer = new ArrayList<>();
      for (Line line : Line.all(threads.indexOf(thread) + 1, model, weakening, thread)) {
        for (List<Line> lines : combinations) {
          List<Line> more = new ArrayList<>(lines);
          more.add(line);
          longer.add(more);
        }
      }
      combinations = longer;
    }
    boolean some = false;
    for (List<Line> lines : combinations) {
      Search search = new Search(model, initial, lines, goal);
      if (search.finds()) {
        return true;
      }
      some |= search.executions() > 0;
    }
    if (!some) {
      throw new IllegalArgumentException("No execution goes all of the way");
    }
    return false;
  }
}
