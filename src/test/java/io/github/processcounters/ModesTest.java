package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

final class ModesTest {

  @Test
  void ownerCountsInSingleMode() {
    ProcessCounters counters = new ProcessCounters(2);
    counters.add(1, 5);
    assertEquals(5, counters.sum(1));
    assertFalse(counters.isStriped());
  }
}
