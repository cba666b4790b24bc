// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import java.util.Map;

/** What JMX shows of a set, or of totals. */
public interface CountersMXBean {

  /** The sums by name, as a table; each is right by itself, together they are no snapshot. */
  Map<String, Long> getSums();
}
