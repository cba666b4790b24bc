package io.github.processcounters.weak;

import java.util.function.UnaryOperator;

/** An access of a thread to a word, or a fence. */
final class Step {

  /** Opaque orders nothing but accesses to its own word, as a plain access does here. */
  enum Access { PLAIN, OPAQUE, ACQUIRE, RELEASE, VOLATILE }

  static final Step FENCE = new Step(null, Access.VOLATILE, false, null, null);

  /** Between reads before it, and all that is after it. */
  static final Step ACQUIRE_FENCE = new Step(null, Access.VOLATILE, false, null, null);

  /** Between writes. */
  static final Step STORE_STORE_FENCE = new Step(null, Access.VOLATILE, false, null, null);

  /** Null for a fence. */
  final String word;

  final Access access;
  final boolean reads;

  /** For the second half of an atomic update in two steps, the first: no other write may come between them. */
  final Step load;

  /** What it writes; null if it does not. */
  final Value written;

  /** Its number in a search. */
  int id;

  Step(String word, Access access, boolean reads, Step load, UnaryOperator<Value> change) {
    this.word = word;
    this.access = access;
    this.reads = reads;
    this.load = load;
    this.written = change == null ? null : change.apply(Value.of(load == null ? this : load));
  }

  boolean writes() {
    return written != null;
  }

  boolean acquires() {
    return reads && (access == Access.VOLATILE || access == Access.ACQUIRE);
  }

  boolean releases() {
    return writes() && (access == Access.VOLATILE || access == Access.RELEASE);
  }
}
