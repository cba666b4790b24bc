package io.github.processcounters.model;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** How far Lincheck looks: random scenarios of operations, and interleavings of each. */
final class ModelChecking {

  /** Set by {@code -Dmodel.iterations=N}, scenarios per test, for a long run: then with ten times the interleavings. */
  private static final Integer DEEP = Integer.getInteger("model.iterations");

  private ModelChecking() {}

  static ModelCheckingOptions options(int threads, int iterations) {
    return new ModelCheckingOptions()
        .threads(threads)
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(1)
        .iterations(DEEP == null ? iterations : DEEP)
        .invocationsPerIteration(DEEP == null ? 1_000 : 10_000);
  }
}
