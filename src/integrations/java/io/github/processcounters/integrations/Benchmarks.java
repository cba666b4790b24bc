package io.github.processcounters.integrations;

import io.github.processcounters.ProcessCounters;
import io.netty.channel.DefaultEventLoop;
import io.netty.handler.traffic.TrafficCounter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a framework's own class takes, and ours; with what the harness takes, which {@code nothing} is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 5, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 2, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class Benchmarks {

  private static final MethodHandle READ = trafficCounter("bytesRecvFlowControl");
  private static final MethodHandle WRITE = trafficCounter("bytesWriteFlowControl");
  private static final MethodHandle WRITTEN = trafficCounter("bytesRealWriteFlowControl");

  private final TrafficCounter traffic = new TrafficCounter(new DefaultEventLoop(), "connection", 0);
  private final ConnectionCounters connection = new ConnectionCounters();
  private final Counter simple = new SimpleCounter();
  private final Counter handle = new HandleCounter(new ProcessCounters(4).handle(1));

  private long bytes = 512;

  /** What their handler calls, which is not public. */
  private static MethodHandle trafficCounter(String method) {
    try {
      return MethodHandles.privateLookupIn(TrafficCounter.class, MethodHandles.lookup())
          .findVirtual(TrafficCounter.class, method, MethodType.methodType(void.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Benchmark
  public void nothing() {}

  @Benchmark
  public void nettyTrafficCounter() throws Throwable {
    READ.invokeExact(traffic, bytes);
    WRITE.invokeExact(traffic, bytes);
    WRITTEN.invokeExact(traffic, bytes);
  }

  @Benchmark
  public void nettyConnectionCounters() {
    connection.countRead(bytes);
    connection.countWrite();
    connection.countWritten(bytes);
  }

  @Benchmark
  public void flinkSimpleCounter() {
    simple.inc();
  }

  @Benchmark
  public void flinkHandleCounter() {
    handle.inc();
  }
}
