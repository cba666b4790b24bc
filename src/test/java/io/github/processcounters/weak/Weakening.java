package io.github.processcounters.weak;

import io.github.processcounters.weak.Step.Access;

/**
 * What a test takes from a protocol, to see that the protocol needs it: parts by their names in {@link Core}, or the
 * memory effects of accesses, such as {@code read local} or {@code update mode}. The text is a regular expression.
 */
final class Weakening {

  static final Weakening NOTHING = new Weakening("", "");

  private final String what;
  private final String instead;

  private Weakening(String what, String instead) {
    this.what = what;
    this.instead = instead;
  }

  static Weakening without(String part) {
    return new Weakening(part, Access.PLAIN.name());
  }

  static Weakening plain(String accesses) {
    return without(accesses);
  }

  static Weakening acquire(String accesses) {
    return new Weakening(accesses, Access.ACQUIRE.name());
  }

  static Weakening order(String order, String instead) {
    return new Weakening(order, instead);
  }

  boolean omits(String part) {
    return part.matches(what);
  }

  String order(String order) {
    return omits(order) ? instead : order;
  }

  Access access(String kind, String word, Access access) {
    return omits(kind + " " + word) ? Access.valueOf(instead) : access;
  }

  @Override
  public String toString() {
    return what + " -> " + instead;
  }
}
