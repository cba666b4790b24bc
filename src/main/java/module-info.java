/** Counters that are plain while one thread works on a thing, and striped from the second thread on. */
module io.github.processcounters {
  exports io.github.processcounters;
}
