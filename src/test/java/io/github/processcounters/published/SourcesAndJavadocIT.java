package io.github.processcounters.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an IDE shows of the library. */
final class SourcesAndJavadocIT {

  private static final Path MAIN = Path.of("src", "main", "java");

  @Test
  @DisplayName("The sources are those of the library, all of them, and the licence")
  void sources() throws IOException {
    Set<String> expected = new TreeSet<>(Set.of("META-INF/LICENSE", "META-INF/MANIFEST.MF"));
    try (Stream<Path> files = Files.walk(MAIN); JarFile jar = new JarFile(Published.SOURCES.toFile())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = MAIN.relativize(file).toString().replace('\\', '/');
        expected.add(name);
        if (jar.getEntry(name) != null) {
          assertArrayEquals(Files.readAllBytes(file), jar.getInputStream(jar.getEntry(name)).readAllBytes(), name);
        }
      }
    }
    assertEquals(expected, new TreeSet<>(Set.of(Published.files(Published.SOURCES))));
  }

  @Test
  @DisplayName("The Javadoc has a page for each public class, the package and the module, and none for others")
  void javadoc() throws IOException {
    String folder = "io.github.processcounters/io/github/processcounters/";
    Set<String> files = Set.of(Published.files(Published.JAVADOC));
    assertEquals(Set.of("Attachment.html", "CounterDeltas.html", "CounterDeltas.Batch.html", "CounterHandle.html",
            "EnumAttachment.html", "EnumCounters.html", "ProcessCounters.html", "ProcessTotals.html",
            "ProcessTotals.Part.html"),
        files.stream().filter(file -> file.matches(folder + "[A-Z][^/]*")).map(file -> file.substring(folder.length()))
            .collect(Collectors.toSet()));
    assertTrue(files.contains(folder + "package-summary.html"));
    assertTrue(files.contains("io.github.processcounters/module-summary.html"));
  }
}
