package io.github.processcounters.integrations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the Javadoc of this folder show stands in one of its tests, and is compiled and run. */
final class SamplesTest {

  private static final Path FOLDER = Path.of("src/integrations");

  /** A paragraph of a sample is what no blank line divides. */
  static Stream<String> shown() throws IOException {
    Stream<String> readme = found("```(?:java|kotlin)\n(.*?)```", FOLDER.resolve("README.md"));
    Stream<String> javadoc = sources(name -> !isTest(name))
        .flatMap(source -> found("<pre>\\{@code\n(.*?)\\}</pre>", source))
        .map(sample -> sample.replaceAll("(?m)^ +\\* ?", ""));
    return Stream.concat(readme, javadoc).flatMap(sample -> Stream.of(sample.strip().split("\n *\n")));
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("What is shown stands in a test")
  void shown(String paragraph) throws IOException {
    String sample = withoutLayout(paragraph);
    boolean stands = sources(SamplesTest::isTest).anyMatch(source -> withoutLayout(text(source)).contains(sample));
    assertTrue(stands, paragraph);
  }

  private static boolean isTest(String name) {
    return name.endsWith("Test.java") || name.endsWith("Test.kt");
  }

  private static Stream<Path> sources(Predicate<String> named) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<Path> sources = files
          .filter(file -> file.toString().matches(".*\\.(java|kt)") && named.test(file.getFileName().toString()))
          .toList();
      return sources.stream();
    }
  }

  private static Stream<String> found(String pattern, Path file) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text(file));
    return matcher.results().map(result -> result.group(1)).toList().stream();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutLayout(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
