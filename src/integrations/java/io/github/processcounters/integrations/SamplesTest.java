package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.support.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the Javadoc of this folder show stands in one of its tests, or what they start, and is run. */
final class SamplesTest {

  private static final Path FOLDER = Path.of("src/integrations");

  static Stream<String> shown() throws IOException {
    Stream<String> javadoc = sources(file -> !isTest(file)).flatMap(Samples::inJavadoc);
    return Stream.concat(Samples.inMarkdown(FOLDER.resolve("README.md")), javadoc);
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("What is shown stands in a test")
  void shown(String paragraph) throws IOException {
    assertTrue(sources(SamplesTest::isTest).anyMatch(source -> Samples.stands(paragraph, source)), paragraph);
  }

  private static boolean isTest(Path file) {
    return file.toString().matches(".*Test\\.(java|kt)") || file.startsWith(FOLDER.resolve("java25"));
  }

  private static Stream<Path> sources(Predicate<Path> which) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<Path> sources = files
          .filter(file -> file.toString().matches(".*\\.(java|kt)") && which.test(file))
          .toList();
      return sources.stream();
    }
  }
}
