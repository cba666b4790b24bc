// SPDX-License-Identifier: Apache-2.0
package io.github.processcounters.integrations;

import io.github.processcounters.ProcessCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;

/**
 * Counts what a Netty connection reads and writes, in a set of its own. Put a new one first in each pipeline, where it
 * sees what goes over the wire: {@code channel.pipeline().addFirst(new ConnectionCounters())}. The event loop becomes
 * the owner by counting; nobody attaches. It leaves when the handler is removed or the channel is unregistered. Any
 * thread may read {@link #counters()}.
 */
public final class ConnectionCounters extends ChannelDuplexHandler {

  /** Messages that came in. */
  public static final int READS = 0;
  /** Bytes that came in. */
  public static final int BYTES_READ = 1;
  /** Messages that were handed to the transport. */
  public static final int WRITES = 2;
  /** Bytes that the transport has written: what waits or fails is not in it. */
  public static final int BYTES_WRITTEN = 3;

  private final ProcessCounters counters = new ProcessCounters(4);

  public ProcessCounters counters() {
    return counters;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    countRead(sizeOf(message));
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    long bytes = sizeOf(message);
    countWrite();
    context.write(message, promise.unvoid().addListener(future -> {
      if (future.isSuccess()) {
        countWritten(bytes);
      }
    }));
  }

  void countRead(long bytes) {
    counters.increment(READS);
    counters.add(BYTES_READ, bytes);
  }

  void countWrite() {
    counters.increment(WRITES);
  }

  void countWritten(long bytes) {
    counters.add(BYTES_WRITTEN, bytes);
  }

  /** In bytes; 0 for a message that no codec has turned into bytes yet. */
  private static long sizeOf(Object message) {
    if (message instanceof ByteBuf) {
      return ((ByteBuf) message).readableBytes();
    }
    if (message instanceof ByteBufHolder) {
      return ((ByteBufHolder) message).content().readableBytes();
    }
    return message instanceof FileRegion ? ((FileRegion) message).count() : 0;
  }

  /** The channel may be registered with another event loop next. */
  @Override
  public void channelUnregistered(ChannelHandlerContext context) {
    counters.detach();
    context.fireChannelUnregistered();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    counters.detach();
  }
}
