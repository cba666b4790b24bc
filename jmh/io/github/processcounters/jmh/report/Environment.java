package io.github.processcounters.jmh.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** Where the results were measured, and how. The flags are those of the JVMs that were measured. */
public record Environment(
    String date, int jdk, String jvm, String vendor, String system, String processor, int cores, List<String> flags,
    String settings) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  public static Environment current(List<String> flags, String settings) throws IOException {
    return new Environment(
        LocalDate.now().toString(),
        Runtime.version().feature(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("java.vm.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        flags,
        settings);
  }

  /** Java does not tell; Linux does. */
  private static String cpu() throws IOException {
    if (Files.isReadable(CPUINFO)) {
      for (String line : Files.readAllLines(CPUINFO, StandardCharsets.UTF_8)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }
}
