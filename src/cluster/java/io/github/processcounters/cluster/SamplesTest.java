package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.support.Samples;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README of this folder shows stands in the tests, which are compiled and run. */
final class SamplesTest {

  private static final Path TESTS = Path.of("src/cluster/java/io/github/processcounters/cluster");

  static Stream<String> shown() {
    return Samples.inMarkdown(Path.of("src/cluster/README.md"));
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("What is shown stands in a test")
  void shown(String paragraph) {
    assertTrue(Stream.of("PrometheusTest.java", "HazelcastTest.java")
        .anyMatch(test -> Samples.stands(paragraph, TESTS.resolve(test))), paragraph);
  }
}
