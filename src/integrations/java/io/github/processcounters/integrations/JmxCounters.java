// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.CounterSums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shows a set, or totals of many, in JMX, for {@code MBeanServer.registerMBean}. The MBean server refers to the source
 * until this is unregistered.
 */
public final class JmxCounters implements CountersMXBean {

  private final CounterSums counters;
  private final List<String> names;

  /** Takes the names of all counters, in their order. */
  public JmxCounters(CounterSums counters, String... names) {
    this.counters = counters;
    this.names = List.of(names);
    if (Set.copyOf(this.names).size() != counters.size() || names.length != counters.size()) {
      throw new IllegalArgumentException("Not " + counters.size() + " different names: " + this.names);
    }
  }

  @Override
  public Map<String, Long> getSums() {
    long[] sums = counters.sums();
    Map<String, Long> byName = new LinkedHashMap<>();
    for (int i = 0; i < sums.length; i++) {
      byName.put(names.get(i), sums[i]);
    }
    return byName;
  }
}
