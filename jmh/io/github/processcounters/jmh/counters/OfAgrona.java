package io.github.processcounters.jmh.counters;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/** Agrona's counters, off the heap, from a manager that pads them. */
abstract class OfAgrona extends Counters {

  final AtomicCounter[] set;

  OfAgrona(int size) {
    super(size);
    CountersManager manager = new CountersManager(
        buffer(size * CountersReader.METADATA_LENGTH), buffer(size * CountersReader.COUNTER_LENGTH),
        StandardCharsets.US_ASCII);
    set = new AtomicCounter[size];
    Arrays.setAll(set, i -> manager.newCounter("counter " + i));
  }

  private static UnsafeBuffer buffer(int length) {
    return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, CountersReader.COUNTER_LENGTH));
  }

  @Override
  public Object set() {
    return set;
  }

  @Override
  public long sum(int counter) {
    return set[counter].get();
  }
}
