package io.github.processcounters.jmh;

import java.util.stream.Stream;

/** What a user has to choose from: ours, in many ways, and each of the others, named as its benchmarks' methods are. */
enum Peer {
  OURS("", "`ProcessCounters`", "#1f77b4"),
  LONG_ADDER("longAdder", "`LongAdder`", "#d95f02"),
  ATOMIC_LONG("atomicLong", "`AtomicLong`", "#2ca02c"),
  ATOMIC_LONG_ARRAY("atomicLongArray", "`AtomicLongArray`", "#9467bd"),
  LONG_ARRAY("longArray", "`long[]`", "#7f7f7f"),
  ONE_WRITER("oneWriter", "one writer", "#8c564b"),
  NOTHING("nothing", "nothing", "#000000");

  final String method;
  final String title;

  /** The same in all charts. */
  final String colour;

  Peer(String method, String title, String colour) {
    this.method = method;
    this.title = title;
    this.colour = colour;
  }

  static Peer of(String method) {
    return Stream.of(values()).filter(peer -> peer.method.equals(method)).findFirst().orElse(OURS);
  }
}
