package io.github.processcounters.published;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;

/** The tools of the JDK that runs the tests. */
final class Tool {

  private Tool() {}

  /** Returns what the tool printed. */
  static String run(String name, String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int status = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
    assertEquals(0, status, () -> name + ": " + output);
    return output.toString();
  }
}
