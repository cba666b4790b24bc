/** Counters that are plain while one thread works on a thing, and striped from the second thread on. */
module io.github.processcounters {
  requires static jdk.jfr; // upgrades are recorded where there is Flight Recorder

  exports io.github.processcounters;
}
