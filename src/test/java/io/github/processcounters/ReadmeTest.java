package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample of the README is the one in this class, which is compiled and run. */
final class ReadmeTest {

  static final int ROWS = 0;
  static final int BYTES = 1;

  static long scan(List<byte[]> rows, ExecutorService pool) throws Exception {
    ProcessCounters query = new ProcessCounters(2); // this thread is attached: it is the owner
    for (byte[] row : rows) {
      query.increment(ROWS); // a plain write
      query.add(BYTES, row.length);
    }
    pool.submit(query.attached(() -> query.increment(ROWS))).get(); // a second thread: now striped
    return query.sum(ROWS); // from any thread, at any time
  }

  @Test
  void theSampleCountsRight() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      assertEquals(4, scan(List.of(new byte[1], new byte[2], new byte[3]), pool));
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void theReadmeShowsThisSample() throws Exception {
    String source = unindented(Files.readString(
        Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java")));
    Matcher sample = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
    int samples = 0;
    while (sample.find()) {
      samples++;
      assertTrue(source.contains(unindented(sample.group(1))), sample.group(1));
    }
    assertEquals(1, samples);
  }

  private static String unindented(String code) {
    return code.replaceAll("(?m)^ +", "");
  }
}
