package io.github.processcounters.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.spi.properties.ClusterProperty;
import io.github.processcounters.ProcessTotals;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * A JVM with a member of the grid, that counts and publishes all the time. Arguments: the seed, the name of the
 * instance, and the addresses of members to join. Answers its address and what it inherited, says what it attempts to
 * publish and what is confirmed, and answers each command. Ends when its standard input does.
 */
final class GridNode {

  private final HazelcastInstance grid;
  private final String instance;
  private final GridPublisher publisher;
  private final Workload workload;
  private final Random random;
  private volatile boolean stopped;

  private GridNode(long seed, String instance, List<String> members) {
    this.instance = instance;
    grid = Hazelcast.newHazelcastInstance(onLoopback(GridPublisher.configure(new Config()), members));
    ProcessTotals job = new ProcessTotals(Workload.METRICS.size());
    publisher = new GridPublisher(grid, instance, job, Workload.METRICS);
    workload = new Workload(job, seed);
    random = new Random(seed);
  }

  static Config onLoopback(Config config, List<String> members) {
    config.setProperty(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
    config.setProperty(ClusterProperty.PARTITION_COUNT.getName(), "31");
    config.setProperty(ClusterProperty.WAIT_SECONDS_BEFORE_JOIN.getName(), "1");
    config.getNetworkConfig().setPort(0).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(members);
    return config;
  }

  public static void main(String[] args) throws Exception {
    GridNode node = new GridNode(Long.parseLong(args[0]), args[1], List.of(args).subList(2, args.length));
    answer("127.0.0.1:" + node.grid.getCluster().getLocalMember().getAddress().getPort());
    answer(Line.of(node.publisher.totals()));
    node.run();
    Runtime.getRuntime().halt(0);
  }

  private static void answer(String text) {
    System.out.println("= " + text);
  }

  private void run() throws Exception {
    workload.start();
    Thread flusher = new Thread(this::publishUntilStopped);
    flusher.start();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] command = line.split(" ");
      switch (command[0]) {
        case "safe" -> answer(String.valueOf(isSafe(Integer.parseInt(command[1]))));
        case "home" -> answer(String.valueOf(
            grid.getPartitionService().getPartition(instance).getOwner().localMember()));
        case "stop" -> {
          long[] counted = workload.stop();
          stopped = true;
          flusher.join();
          answer(Line.of(counted));
        }
        case "published" -> answer(Line.of(published(command[1])));
        case "total" -> answer(Line.of(Workload.METRICS.stream().mapToLong(publisher::total).toArray()));
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  /** In this order: whether the cluster is safe is also asked of members that are dead and not yet missed. */
  private boolean isSafe(int members) {
    return grid.getCluster().getMembers().size() == members && grid.getPartitionService().isClusterSafe();
  }

  private long[] published(String instance) {
    GenericRecord entry = grid.<String, GenericRecord>getMap(GridPublisher.MAP).get(instance);
    return Workload.METRICS.stream().mapToLong(metric -> entry.getInt64(metric.name())).toArray();
  }

  /**
   * Without a pause, so that a kill meets a flush. The last totals are read and confirmed after the request to stop.
   */
  private void publishUntilStopped() {
    boolean last;
    do {
      last = stopped;
      long[] totals = publisher.totals();
      do {
        System.out.println("attempted " + Line.of(totals));
      } while (!isConfirmed(totals));
      System.out.println("confirmed " + Line.of(totals));
    } while (!last);
  }

  /** Whether it is known to be published: now and then it is, and the reply is taken as lost. */
  private boolean isConfirmed(long[] totals) {
    try {
      publisher.publish(totals);
      return random.nextInt(8) != 0;
    } catch (HazelcastException e) {
      System.out.println("failed " + e);
      return false;
    }
  }
}
