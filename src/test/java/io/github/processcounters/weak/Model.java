package io.github.processcounters.weak;

import io.github.processcounters.weak.Step.Access;
import java.util.List;

/** A memory model: which steps of a thread all threads see in its order, beside a write after others to its word. */
enum Model {

  /**
   * Armv8, which is other-multi-copy atomic. Of the ways to compile an access, this is what all of them order: a
   * volatile read is an {@code ldar}, a volatile write an {@code stlr}; an acquiring read does not wait for an
   * {@code stlr} before it; a releasing write comes after what is before it, and orders nothing else; an atomic update
   * is an {@code ldaxr} and an {@code stlxr}, and each lets other accesses past on one side. An acquire fence is a {@code dmb
   * ishld}, a fence between writes a {@code dmb ishst}.
   */
  ARMV8(true) {
    @Override
    boolean orders(Step a, Step b, List<Step> between) {
      return a.acquires()
          || b.releases()
          || a.writes() && a.access == Access.VOLATILE && b.reads && b.access == Access.VOLATILE
          || b.writes() && b.written.reads.contains(a)
          || a.reads && between.contains(Step.ACQUIRE_FENCE)
          || a.writes() && b.writes() && between.contains(Step.STORE_STORE_FENCE)
          || between.contains(Step.FENCE);
    }
  },

  /** x86: writes wait in a buffer, which volatile writes, atomic updates and fences drain. */
  TSO(false) {
    @Override
    boolean orders(Step a, Step b, List<Step> between) {
      return a.reads || b.writes() || a.access == Access.VOLATILE || between.contains(Step.FENCE);
    }
  };

  final boolean splitsUpdates;

  Model(boolean splitsUpdates) {
    this.splitsUpdates = splitsUpdates;
  }

  /** Neither a nor b is a fence; {@code between} are the steps between them. */
  abstract boolean orders(Step a, Step b, List<Step> between);
}
