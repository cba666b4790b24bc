package io.github.processcounters.model;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How far Lincheck looks: random scenarios of operations, and interleavings of each. It also checks K7: wherever the other
 * threads stand still, an operation comes to its end.
 *
 * <p>It runs one thread at a time, so it sees orders of steps as if memory were sequentially consistent, and none of
 * what a processor or compiler reorders: a missing fence before a read (the store buffer, K2 and K4) and a plain write
 * in the place of a release (K3, K5) look right to it. The stress tests in {@code jcstress/} are for these. Nor does it
 * run threads that are made in an operation, so owners that die are left to the unit tests and the soak.
 */
final class ModelChecking {

  /** Set by {@code -Dmodel.iterations=N}, scenarios per test, for a long run: then with ten times the interleavings. */
  private static final Integer DEEP = Integer.getInteger("model.iterations");

  private ModelChecking() {}

  static ModelCheckingOptions options(int threads, int iterations) {
    return new ModelCheckingOptions()
        .threads(threads)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(1)
        .checkObstructionFreedom(true)
        .addGuarantee(forClasses(Inside.class.getName()).methods("claimForAll", "stripes", "owned").ignore())
        .iterations(DEEP == null ? iterations : DEEP)
        .invocationsPerIteration(DEEP == null ? 1_000 : 10_000);
  }
}
