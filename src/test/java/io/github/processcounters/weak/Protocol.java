package io.github.processcounters.weak;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A program that keeps a clause on ARM and on x86, and what that takes. */
final class Protocol {

  private final Clause clause;
  private final Program program;

  private Protocol(Clause clause, Program program) {
    this.clause = clause;
    this.program = program;
  }

  static Protocol keeps(Clause clause, Program program) {
    Protocol protocol = new Protocol(clause, program);
    protocol.check(Weakening.NOTHING, true, true);
    return protocol;
  }

  /** Asserts that each of these breaks it. */
  Protocol needs(Weakening... weakenings) {
    for (Weakening weakening : weakenings) {
      check(weakening, false, false);
    }
    return this;
  }

  /** Asserts that each of these breaks it on ARM, and that x86 hides it. */
  Protocol needsOnArm(Weakening... weakenings) {
    for (Weakening weakening : weakenings) {
      check(weakening, false, true);
    }
    return this;
  }

  private void check(Weakening weakening, boolean onArm, boolean onX86) {
    check(Model.ARMV8, weakening, onArm);
    check(Model.TSO, weakening, onX86);
  }

  private void check(Model model, Weakening weakening, boolean keeps) {
    String[] broken = {"nothing"};
    boolean found = program.allows(model, weakening, execution -> {
      boolean breaks = !clause.holds(execution);
      broken[0] = breaks ? execution.toString() : broken[0];
      return breaks;
    });
    assertEquals(keeps, !found, () -> clause + " on " + model + " " + weakening + ", broken by " + broken[0]);
  }
}
