package io.github.processcounters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The library as a module, since the tests themselves have it on the class path. */
final class ModuleTest {

  private static final String NAME = "io.github.processcounters";

  private final ModuleFinder finder = ModuleFinder.of(compiled());

  @Test
  @DisplayName("The module exports its one package, and needs nothing but java.base; Flight Recorder may be absent")
  void descriptor() {
    ModuleDescriptor module = finder.find(NAME).orElseThrow().descriptor();
    assertEquals(Set.of(NAME), names(module.exports(), ModuleDescriptor.Exports::source));
    assertEquals(Set.of("[MANDATED] java.base", "[STATIC] jdk.jfr"),
        names(module.requires(), requires -> requires.modifiers() + " " + requires.name()));
    assertEquals(Set.of(NAME), module.packages());
    assertEquals(Set.of(), module.opens());
    assertEquals(Set.of(), module.uses());
  }

  @Test
  @DisplayName("K1: the module counts for a user outside of it")
  void counts() throws ReflectiveOperationException {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration = boot.configuration().resolve(finder, ModuleFinder.of(), Set.of(NAME));
    ModuleLayer layer = boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    Class<?> type = layer.findLoader(NAME).loadClass(ProcessCounters.class.getName());
    assertSame(layer.findModule(NAME).orElseThrow(), type.getModule());
    Object counters = type.getConstructor(int.class).newInstance(1);
    type.getMethod("add", int.class, long.class).invoke(counters, 0, 42L);
    type.getMethod("upgrade").invoke(counters);
    type.getMethod("increment", int.class).invoke(counters, 0);
    assertEquals(43L, type.getMethod("sum", int.class).invoke(counters, 0));
  }

  private static <T> Set<String> names(Set<T> elements, Function<T, String> name) {
    return elements.stream().map(name).collect(Collectors.toSet());
  }

  private static Path compiled() {
    URL location = ProcessCounters.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(location.toString()));
  }
}
