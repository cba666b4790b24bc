// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.CounterSums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanRegistration;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows a set, or totals of many, in JMX, for {@code MBeanServer.registerMBean}, which refuses a name that is taken. The
 * server refers to the source until this is closed, or unregistered.
 */
public final class JmxCounters implements CountersMXBean, MBeanRegistration, AutoCloseable {

  private final CounterSums counters;
  private final List<String> names;

  /** Where this is registered, or is about to be; null if nowhere. */
  private volatile MBeanServer server;
  private volatile ObjectName name;

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

  /** Takes this out of the server. Who was refused takes nothing out. */
  @Override
  public void close() throws MBeanRegistrationException {
    MBeanServer server = this.server;
    if (server != null) {
      try {
        server.unregisterMBean(name);
      } catch (InstanceNotFoundException e) {
        // Somebody else was faster.
      }
    }
  }

  @Override
  public ObjectName preRegister(MBeanServer server, ObjectName name) {
    if (this.server != null) {
      throw new IllegalStateException("Registered already, as " + this.name);
    }
    this.name = name;
    this.server = server;
    return name;
  }

  @Override
  public void postRegister(Boolean done) {
    if (!done) {
      server = null;
    }
  }

  @Override
  public void preDeregister() {}

  @Override
  public void postDeregister() {
    server = null;
  }
}
