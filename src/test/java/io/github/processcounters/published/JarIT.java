package io.github.processcounters.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is in the jar, and what it says of itself. */
final class JarIT {

  private static final String NAME = "io.github.processcounters";

  @Test
  @DisplayName("The jar has the classes of the library, its licence, and nothing else")
  void content() throws IOException {
    Set<String> rest = files();
    assertTrue(rest.removeIf(file -> file.matches("io/github/processcounters/[^/]+\\.class")));
    assertEquals(Set.of("META-INF/LICENSE", "META-INF/MANIFEST.MF", "module-info.class"), rest);
  }

  @Test
  @DisplayName("Java 11 reads every class")
  void classFiles() throws IOException {
    try (JarFile jar = new JarFile(Published.JAR.toFile())) {
      for (JarEntry file : jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList()) {
        DataInputStream in = new DataInputStream(jar.getInputStream(file));
        in.skipBytes(6); // the magic number, and the minor version
        assertEquals(55, in.readUnsignedShort(), file::getName);
      }
    }
  }

  @Test
  @DisplayName("The module exports its one package, and needs nothing but java.base; Flight Recorder may be absent")
  void module() {
    ModuleDescriptor module = ModuleFinder.of(Published.JAR).find(NAME).orElseThrow().descriptor();
    assertEquals(Published.VERSION, module.rawVersion().orElseThrow());
    assertEquals(Set.of(NAME), names(module.exports(), ModuleDescriptor.Exports::source));
    assertEquals(Set.of("[MANDATED] java.base", "[STATIC] jdk.jfr"),
        names(module.requires(), requires -> requires.modifiers() + " " + requires.name()));
    assertEquals(Set.of(NAME), module.packages());
    assertEquals(Set.of(), module.opens());
    assertEquals(Set.of(), module.uses());
  }

  /** Without the folders. */
  static Set<String> files() throws IOException {
    try (JarFile jar = new JarFile(Published.JAR.toFile())) {
      return jar.stream().map(JarEntry::getName).filter(name -> !name.endsWith("/"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static <T> Set<String> names(Set<T> elements, Function<T, String> name) {
    return elements.stream().map(name).collect(Collectors.toSet());
  }
}
