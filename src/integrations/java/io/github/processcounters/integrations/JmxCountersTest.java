package io.github.processcounters.integrations;

import static io.github.processcounters.integrations.BusySet.BYTES;
import static io.github.processcounters.integrations.BusySet.OPEN;
import static io.github.processcounters.integrations.BusySet.ROWS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessCounters;
import io.github.processcounters.ProcessTotals;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Map;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads through a connector over RMI, on the loopback interface. */
@Timeout(120)
final class JmxCountersTest {

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private JMXConnectorServer connectors;
  private JMXConnector connector;
  private MBeanServerConnection connection;
  private ObjectName name;

  @BeforeEach
  void connect() throws Exception {
    Loopback loopback = new Loopback();
    connectors = JMXConnectorServerFactory.newJMXConnectorServer(new JMXServiceURL("service:jmx:rmi://"),
        Map.of(RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, loopback,
            RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE, loopback), server);
    connectors.start();
    connector = JMXConnectorFactory.connect(connectors.getAddress());
    connection = connector.getMBeanServerConnection();
    name = new ObjectName("io.github.processcounters:type=Query,name=test");
  }

  @AfterEach
  void disconnect() throws IOException {
    connector.close();
    connectors.stop();
  }

  @Test
  @DisplayName("K1, K3, K4: read while threads count, no counter falls, no level is negative, all is exact")
  void reads() throws Exception {
    BusySet busy = new BusySet();
    server.registerMBean(new JmxCounters(busy.counters, "rows", "bytes", "open"), name);
    CountersMXBean remote = JMX.newMXBeanProxy(connection, name, CountersMXBean.class);
    busy.watch(() -> {
      Map<String, Long> sums = remote.getSums();
      return new long[] {sums.get("rows"), sums.get("bytes"), sums.get("open")};
    });
  }

  @Test
  @DisplayName("A console that has none of the classes sees a table")
  void opensToConsoles() throws Exception {
    ProcessCounters scans = new ProcessCounters(3);

    JmxCounters published = new JmxCounters(scans, "rows", "bytes", "open");
    server.registerMBean(published, name);

    scans.add(ROWS, 1);
    scans.add(BYTES, Long.MAX_VALUE);
    scans.add(OPEN, -2);
    TabularData sums = (TabularData) connection.getAttribute(name, "Sums");
    assertEquals(3, sums.size());
    assertEquals(1L, value(sums, "rows"));
    assertEquals(Long.MAX_VALUE, value(sums, "bytes"));
    assertEquals(-2L, value(sums, "open"));
    published.close();
    assertThrows(InstanceNotFoundException.class, () -> connection.getAttribute(name, "Sums"));
  }

  @Test
  @DisplayName("A name that is taken is refused, and only who has it gives it up")
  void sameName() throws Exception {
    JmxCounters first = new JmxCounters(counted(1), "rows");
    JmxCounters second = new JmxCounters(counted(2), "rows");
    server.registerMBean(first, name);
    assertThrows(InstanceAlreadyExistsException.class, () -> server.registerMBean(second, name));
    second.close();
    assertEquals(Map.of("rows", 1L), sums());
    ObjectName another = new ObjectName("io.github.processcounters:type=Query,name=another");
    RuntimeException twice = assertThrows(RuntimeMBeanException.class, () -> server.registerMBean(first, another));
    assertEquals("Registered already, as " + name, twice.getCause().getMessage());
    first.close();
    server.registerMBean(second, name);
    assertEquals(Map.of("rows", 2L), sums());
    first.close();
    assertEquals(Map.of("rows", 2L), sums());
    server.unregisterMBean(name);
    server.registerMBean(first, name);
    second.close();
    assertEquals(Map.of("rows", 1L), sums());
  }

  private static ProcessCounters counted(long rows) {
    ProcessCounters set = new ProcessCounters(1);
    set.add(0, rows);
    return set;
  }

  private Map<String, Long> sums() {
    return JMX.newMXBeanProxy(connection, name, CountersMXBean.class).getSums();
  }

  private static Object value(TabularData table, String key) {
    CompositeData row = table.get(new Object[] {key});
    return row.get("value");
  }

  @Test
  @DisplayName("K9: there must be as many names as counters, and all different")
  void names() {
    ProcessCounters set = new ProcessCounters(2);
    for (String[] names : new String[][] {{}, {"a"}, {"a", "a"}, {"a", "b", "c"}, {"a", "b", "a"}}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new JmxCounters(set, names)).getMessage();
      assertTrue(message.startsWith("Not 2 different names: ["), message);
    }
    assertThrows(NullPointerException.class, () -> new JmxCounters(set, "a", null));
    assertThrows(NullPointerException.class, () -> new JmxCounters(null, "a", "b"));
    assertEquals(Map.of("a", 0L, "b", 0L), new JmxCounters(new ProcessTotals(2), "a", "b").getSums());
  }

  private record Loopback() implements RMIServerSocketFactory, RMIClientSocketFactory, Serializable {

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    }
  }
}
