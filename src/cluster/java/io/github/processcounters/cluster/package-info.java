/**
 * Totals of many JVMs, on engines that exist: Prometheus pulls them, or they are pushed into a Hazelcast grid. A job is
 * a {@link io.github.processcounters.ProcessTotals}, its tasks are the parts. Made to be copied: {@link
 * io.github.processcounters.cluster.Metric Metric}, and with it {@link io.github.processcounters.cluster.JobMetrics
 * JobMetrics} or {@link io.github.processcounters.cluster.GridPublisher GridPublisher}. All else are their tests.
 */
package io.github.processcounters.cluster;
