package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K7: threads that meet in shared words are noticed, and looking for them costs little. */
final class ContentionTest {

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 64, 4096, 1_000_000_007})
  @DisplayName("K7: about one update in 64 looks, whatever it adds")
  void oneIn64(long delta) {
    long updates = 64_000;
    long looks = LongStream.range(0, updates).filter(i -> Contention.isToLook(i * delta)).count();
    assertTrue(looks > 500 && looks < 2_000, looks + " looks");
  }

  @Test
  @DisplayName("K7: the first thread meets nobody, nor does one that comes again; two that alternate meet")
  void meeting() {
    long[] words = new long[Words.PADDING];
    Contention.begin(words);
    assertFalse(Contention.isLikely(words, 1));
    assertFalse(Contention.isLikely(words, 1));
    int met = 0;
    for (int i = 2; i < 1_000; i++) {
      met += Contention.isLikely(words, i % 2) ? 1 : 0;
    }
    assertTrue(met > 500, met + " met");
  }
}
