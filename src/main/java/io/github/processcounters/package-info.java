/** Counters that are plain while one thread works on a thing, and striped from the second thread on. */
package io.github.processcounters;
