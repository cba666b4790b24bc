package io.github.processcounters.jmh;

import java.util.stream.Stream;

/** What a user has to choose from: ours, in many ways, and each of the others, named as its benchmarks' methods are. */
enum Peer {
  OURS("", "`ProcessCounters`"),
  LONG_ADDER("longAdder", "`LongAdder`"),
  ATOMIC_LONG("atomicLong", "`AtomicLong`"),
  ATOMIC_LONG_ARRAY("atomicLongArray", "`AtomicLongArray`"),
  LONG_ARRAY("longArray", "`long[]`"),
  ONE_WRITER("oneWriter", "one writer"),
  LOCK("lock", "a lock"),
  NOTHING("nothing", "nothing");

  final String method;
  final String title;

  Peer(String method, String title) {
    this.method = method;
    this.title = title;
  }

  static Peer of(String method) {
    return Stream.of(values()).filter(peer -> peer.method.equals(method)).findFirst().orElse(OURS);
  }
}
