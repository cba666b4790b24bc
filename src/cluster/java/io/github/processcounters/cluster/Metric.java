// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.cluster;

import io.github.processcounters.ProcessTotals;
import java.util.List;

/**
 * What one counter of a job is called outside of its JVM, and how it moves.
 *
 * @param name the name, of letters, digits and underscores
 * @param level whether it goes up and down, as the number of open files does, and not only up
 */
public record Metric(String name, boolean level) {

  /**
   * A counter that only goes up.
   *
   * @param name the name
   * @return the metric
   */
  public static Metric counter(String name) {
    return new Metric(name, false);
  }

  /**
   * A counter that goes up and down. What goes up in one task must come down in the same task: only then no total is
   * ever below zero.
   *
   * @param name the name
   * @return the metric
   */
  public static Metric level(String name) {
    return new Metric(name, true);
  }

  static List<Metric> ofEachCounter(ProcessTotals totals, List<Metric> metrics) {
    if (metrics.size() != totals.size()) {
      throw new IllegalArgumentException(metrics.size() + " metrics for " + totals.size() + " counters");
    }
    return List.copyOf(metrics);
  }
}
