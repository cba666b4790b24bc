package io.github.processcounters.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Code that is shown, in paragraphs, which are what no blank line divides; and whether such code stands in a test. */
public final class Samples {

  private static final Pattern IN_MARKDOWN = Pattern.compile("```(?:java|kotlin)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)\\}</pre>", Pattern.DOTALL);

  private Samples() {}

  public static Stream<String> inMarkdown(Path file) {
    return found(IN_MARKDOWN, file).flatMap(Samples::paragraphs);
  }

  public static Stream<String> inJavadoc(Path source) {
    return found(IN_JAVADOC, source).map(code -> code.replaceAll("(?m)^ +\\* ?", "")).flatMap(Samples::paragraphs);
  }

  private static Stream<String> found(Pattern pattern, Path file) {
    return pattern.matcher(text(file)).results().map(result -> result.group(1)).toList().stream();
  }

  private static Stream<String> paragraphs(String code) {
    return Stream.of(code.strip().split("\n *\n"));
  }

  /** Whatever the layout. */
  public static boolean stands(String paragraph, Path source) {
    return withoutLayout(text(source)).contains(withoutLayout(paragraph));
  }

  private static String withoutLayout(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
