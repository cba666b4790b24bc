// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.cluster;

import com.hazelcast.aggregation.Aggregators;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder;
import com.hazelcast.query.Predicates;
import com.hazelcast.spi.properties.ClusterProperty;
import io.github.processcounters.ProcessTotals;
import java.util.List;

/**
 * Publishes the totals of a job in this JVM, an instance, into a map of a Hazelcast grid, which adds those of all
 * instances. What is published is the cumulative total, never what was added since the last time: to publish again
 * when it is not known whether it worked doubles nothing.
 */
public final class GridPublisher {

  static final String MAP = "job-totals";

  private final IMap<String, GenericRecord> map;
  private final String instance;
  private final ProcessTotals job;
  private final List<Metric> metrics;
  private final long[] inherited;

  /**
   * Has each total kept by two members, and a call return normally only when both have it. A member needs it when it
   * starts.
   *
   * @param config what to add this to
   * @return the same
   */
  public static Config configure(Config config) {
    config.getMapConfig(MAP).setBackupCount(1);
    // Else a call returns as if it had worked when the backup is late or its member has died.
    return config.setProperty(ClusterProperty.FAIL_ON_INDETERMINATE_OPERATION_STATE.getName(), "true");
  }

  /**
   * Makes the publisher of an instance: one in the life of a JVM. If another JVM has published under this name, which
   * must have ended, its counters are inherited and go on from what it published last; its levels ended with it. What
   * this job does not count any more is gone with the first publication.
   *
   * @param grid the grid
   * @param instance the name of this instance, that of one JVM at a time
   * @param job the totals to publish
   * @param metrics what is counted, in the order of the counters
   * @throws IllegalArgumentException if there is not one metric for each counter
   */
  public GridPublisher(HazelcastInstance grid, String instance, ProcessTotals job, List<Metric> metrics) {
    this.map = grid.getMap(MAP);
    this.instance = instance;
    this.job = job;
    this.metrics = Metric.ofEachCounter(job, metrics);
    this.inherited = new long[job.size()];
    GenericRecord last = map.get(instance);
    for (int i = 0; i < inherited.length && last != null; i++) {
      Metric metric = metrics.get(i);
      boolean counted = !metric.level() && last.getFieldNames().contains(metric.name());
      inherited[i] = counted ? last.getInt64(metric.name()) : 0;
    }
  }

  /**
   * Publishes the totals. They are safe once this returns: no member that dies alone takes them along. If this throws,
   * they may have been published or not; call it again.
   */
  public synchronized void publish() {
    publish(totals());
  }

  long[] totals() {
    long[] totals = job.sums();
    for (int i = 0; i < totals.length; i++) {
      totals[i] += inherited[i];
    }
    return totals;
  }

  synchronized void publish(long[] totals) {
    GenericRecordBuilder entry = GenericRecordBuilder.compact(MAP);
    for (int i = 0; i < totals.length; i++) {
      entry.setInt64(metrics.get(i).name(), totals[i]);
    }
    map.set(instance, entry.build());
  }

  /**
   * Asks the grid for the total of all instances, of which older ones may not have counted this.
   *
   * @param metric what was counted
   * @return the total of what the instances published last
   */
  public long total(Metric metric) {
    return map.aggregate(Aggregators.longSum(metric.name()), Predicates.notEqual(metric.name(), null));
  }
}
