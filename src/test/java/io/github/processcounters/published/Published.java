package io.github.processcounters.published;

import java.nio.file.Path;

/** What the build made for users; the build says where. */
final class Published {

  static final String VERSION = property("published.version");
  static final Path JAR = Path.of(property("published.jar"));

  private Published() {}

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; run with mvn verify");
    }
    return value;
  }
}
