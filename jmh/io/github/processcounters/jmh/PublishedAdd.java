package io.github.processcounters.jmh;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.properties.ClusterProperty;
import io.github.processcounters.jmh.counters.Counters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The one thread of a process counts, while the totals are published to a grid every 100 ms. The grid has one member,
 * here: what goes over a network comes on top, for the publisher, and for the grid's own counters at every event.
 */
@State(Scope.Thread)
@Fork(3)
public class PublishedAdd extends Scenario {

  private static final long PERIOD = 100;

  @Param({"ProcessCounters", "LongAdder", "PNCounter"})
  public String counters;

  @Param({"never", "every 100 ms"})
  public String published;

  private HazelcastInstance grid;
  private Counters set;
  private Repeated publishing;

  @Setup
  public void make() {
    grid = Hazelcast.newHazelcastInstance(alone());
    set = Counters.of(counters, SIZE);
    set.attach();
    IMap<String, long[]> totals = grid.getMap("totals");
    if (!published.equals("never")) {
      publishing = new Repeated(PERIOD, () -> {
        long[] sums = new long[SIZE];
        set.sums(sums);
        totals.set("here", sums);
      });
    }
  }

  private static Config alone() {
    Config config = new Config();
    config.setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    return config;
  }

  @TearDown
  public void stopPublishing() throws InterruptedException {
    if (publishing != null) {
      publishing.stop();
    }
    grid.shutdown();
  }

  @Benchmark
  public void add() {
    set.add(COUNTER, 1);
  }
}
