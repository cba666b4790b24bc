package io.github.processcounters.integrations;

import static io.github.processcounters.integrations.ConnectionCounters.BYTES_READ;
import static io.github.processcounters.integrations.ConnectionCounters.BYTES_WRITTEN;
import static io.github.processcounters.integrations.ConnectionCounters.READS;
import static io.github.processcounters.integrations.ConnectionCounters.WRITES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.ProcessCounters;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ConnectionCountersTest {

  private static final int MESSAGES = 20_000;
  private static final int BYTES = 100;

  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  @AfterEach
  void stop() throws InterruptedException {
    assertTrue(loops.shutdownGracefully(0, 60, TimeUnit.SECONDS).await(60, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("K1, K4: over TCP, both ends count what the other one does, while a third thread reads")
  void counts() throws Exception {
    BlockingQueue<ConnectionCounters> accepted = new LinkedBlockingQueue<>();
    Channel server = new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addFirst(new ConnectionCounters());

            channel.pipeline().addLast(new Echo());
            accepted.add(channel.pipeline().get(ConnectionCounters.class));
          }
        })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync().channel();
    ConnectionCounters here = new ConnectionCounters();
    Returned returned = new Returned();
    Channel client = new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .handler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addFirst(here).addLast(returned);
          }
        })
        .connect(server.localAddress()).sync().channel();
    ProcessCounters there = accepted.poll(60, TimeUnit.SECONDS).counters();
    for (int i = 0; i < MESSAGES; i++) {
      ByteBuf message = Unpooled.wrappedBuffer(new byte[BYTES]);
      if (i % 2 == 0) {
        client.writeAndFlush(message);
      } else {
        client.writeAndFlush(message, client.voidPromise());
      }
    }
    watch(there, returned);
    client.close().sync();
    server.close().sync();
    stop(); // the loops have let go of all
    long all = (long) MESSAGES * BYTES;
    assertEquals(MESSAGES, here.counters().sum(WRITES));
    assertEquals(all, here.counters().sum(BYTES_WRITTEN));
    assertEquals(all, here.counters().sum(BYTES_READ));
    assertEquals(all, there.sum(BYTES_READ));
    assertEquals(all, there.sum(BYTES_WRITTEN));
    assertTrue(there.sum(READS) > 0);
    assertEquals(there.sum(READS), there.sum(WRITES));
    assertFalse(there.isStriped() || here.counters().isStriped());
    assertNobodyOwns(there);
    assertNobodyOwns(here.counters());
  }

  /** What the client has got back, the server has counted. */
  private static void watch(ProcessCounters there, Returned returned) throws InterruptedException {
    long[] last = new long[4];
    boolean done;
    do {
      done = returned.all.await(0, TimeUnit.SECONDS);
      long back = returned.bytes.get();
      long[] next = there.sums();
      for (int i = 0; i < next.length; i++) {
        assertTrue(next[i] >= last[i], "Counter " + i + " fell from " + last[i] + " to " + next[i]);
      }
      assertTrue(next[BYTES_READ] >= back, () -> next[BYTES_READ] + " were read, and " + back + " came back");
      last = next;
    } while (!done);
  }

  /** Sends back what it gets. */
  private static final class Echo extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.writeAndFlush(message);
    }
  }

  private static final class Returned extends SimpleChannelInboundHandler<ByteBuf> {

    final AtomicLong bytes = new AtomicLong();
    final CountDownLatch all = new CountDownLatch(1);

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      int read = message.readableBytes();
      message.skipBytes(read);
      if (bytes.addAndGet(read) == (long) MESSAGES * BYTES) {
        all.countDown();
      }
    }
  }

  @Test
  @DisplayName("K6: a channel that moves to another event loop keeps its set single")
  void movesToAnotherLoop() throws Exception {
    ConnectionCounters connection = new ConnectionCounters();
    Channel server = new ServerBootstrap().group(loops).channel(NioServerSocketChannel.class).childHandler(new Echo())
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).sync().channel();
    Channel client = new Bootstrap().group(loops).channel(NioSocketChannel.class).handler(connection)
        .connect(server.localAddress()).sync().channel();
    EventLoop first = client.eventLoop();
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[BYTES])).sync();
    client.deregister().sync();
    first.submit(() -> {}).sync(); // after channelUnregistered
    assertNobodyOwns(connection.counters());
    EventLoop second = loops.next();
    while (second == first) {
      second = loops.next();
    }
    second.register(client).sync();
    client.writeAndFlush(Unpooled.wrappedBuffer(new byte[BYTES])).sync();
    second.submit(() -> assertOwnedBy(Thread.currentThread(), connection.counters())).sync();
    assertEquals(2 * BYTES, connection.counters().sum(BYTES_WRITTEN));
    client.pipeline().remove(connection);
    second.submit(() -> {}).sync();
    assertNobodyOwns(connection.counters());
  }

  @Test
  @DisplayName("A message that is no buffer counts by what it holds, or as 0 bytes; what fails is not written")
  void sizes() {
    ConnectionCounters connection = new ConnectionCounters();
    EmbeddedChannel channel = new EmbeddedChannel(connection);
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
    long bytes = channel.pipeline().get(ConnectionCounters.class).counters().sum(BYTES_READ);

    assertEquals(1, bytes);
    channel.writeInbound(new DefaultByteBufHolder(Unpooled.wrappedBuffer(new byte[10])), "text");
    assertArrayEquals(new long[] {3, 11, 0, 0}, connection.counters().sums());
    channel.writeOutbound(Unpooled.wrappedBuffer(new byte[1]));
    channel.writeOutbound(new DefaultByteBufHolder(Unpooled.wrappedBuffer(new byte[10])), "text");
    channel.writeOutbound(new DefaultFileRegion(new File("none"), 0, 100));
    assertArrayEquals(new long[] {3, 11, 4, 111}, connection.counters().sums());
    ChannelFuture waiting = channel.write(Unpooled.wrappedBuffer(new byte[1000]));
    assertArrayEquals(new long[] {3, 11, 5, 111}, connection.counters().sums());
    channel.close();
    assertFalse(waiting.isSuccess());
    assertArrayEquals(new long[] {3, 11, 5, 111}, connection.counters().sums());
    assertNobodyOwns(connection.counters());
    channel.releaseInbound();
    channel.releaseOutbound();
  }

  private static void assertOwnedBy(Thread thread, ProcessCounters counters) {
    assertTrue(counters.toString().contains(", single, owner=" + thread.getName() + ", "), counters::toString);
  }

  private static void assertNobodyOwns(ProcessCounters counters) {
    assertTrue(counters.toString().contains(", single, sums="), counters::toString);
  }
}
