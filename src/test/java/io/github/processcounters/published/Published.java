package io.github.processcounters.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** What the build made for users; the build says where. */
final class Published {

  static final String VERSION = property("published.version");
  static final Path JAR = file(".jar");
  static final Path SOURCES = file("-sources.jar");
  static final Path JAVADOC = file("-javadoc.jar");
  static final Path POM = Path.of(property("published.pom"));

  private Published() {}

  /** The names of the files in the jar, without its folders, in no order that matters. */
  static String[] files(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().filter(entry -> !entry.isDirectory()).map(entry -> entry.getName()).toArray(String[]::new);
    }
  }

  private static Path file(String suffix) {
    return Path.of(property("published.folder"), property("published.name") + suffix);
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; run with mvn verify");
    }
    return value;
  }
}
