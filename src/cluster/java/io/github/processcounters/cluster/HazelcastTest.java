package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.aggregation.Aggregators;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.properties.ClusterProperty;
import io.github.processcounters.ProcessTotals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that publish into a grid, each with a member of its own, as if each were a JVM. */
@Timeout(120)
final class HazelcastTest {

  private static final int ROWS = 0;

  private final List<Instance> instances = new ArrayList<>();

  /** What one JVM of a cluster has. */
  private static final class Instance {
    private final ProcessTotals job = new ProcessTotals(1);
    private final HazelcastInstance grid = Hazelcast.newHazelcastInstance(onLoopback());
    private final String name;

    private final IMap<String, Long> rows;
    private final long before;

    Instance(String name) {
      this.name = name;

      rows = grid.getMap("rows");          // one entry for each JVM
      before = rows.getOrDefault(name, 0L); // what its predecessor of this name counted

    }

    void publish() {
      rows.set(name, before + job.sum(ROWS));
    }

    long total() {
      return rows.aggregate(Aggregators.longSum()); // of all JVMs
    }

    void count(int times) {
      try (ProcessTotals.Part task = job.begin()) {
        task.counters().add(ROWS, times);
      }
    }
  }

  private static Config onLoopback() {
    Config config = new Config().setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false")
        .setProperty(ClusterProperty.LOGGING_TYPE.getName(), "none")
        .setProperty(ClusterProperty.PARTITION_COUNT.getName(), "31")
        .setProperty(ClusterProperty.WAIT_SECONDS_BEFORE_JOIN.getName(), "0");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
    return config;
  }

  @AfterEach
  void stop() {
    instances.forEach(instance -> instance.grid.getLifecycleService().terminate());
  }

  @Test
  @DisplayName("The sum is exact, whatever is sent twice, survives the death of any member, and goes on under its name")
  void sums() throws Exception {
    for (String name : List.of("worker-0", "worker-1", "worker-2")) {
      instances.add(new Instance(name));
    }
    long counted = 0;
    for (int i = 0; i < instances.size(); i++) {
      while (!instances.get(i).grid.getPartitionService().isClusterSafe()) {
        Thread.sleep(10);
      }
      for (Instance instance : instances) {
        instance.count(10);
        counted += 10;
        instance.publish();
        instance.publish();
      }
      assertTotal(counted);

      Instance dead = instances.get(i);
      dead.count(1_000); // and does not publish it
      dead.grid.getLifecycleService().terminate();
      for (Instance instance : instances) {
        if (instance != dead) {
          assertEquals(counted, instance.total());
        }
      }
      instances.set(i, new Instance(dead.name));
      assertTotal(counted);
    }
  }

  private void assertTotal(long counted) {
    for (Instance instance : instances) {
      assertEquals(counted, instance.total());
    }
  }
}
