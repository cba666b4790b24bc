package io.github.processcounters.jmh.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** A folder with the results of each JDK below it: what was measured, and all that can be made of it at any time. */
public final class Report {

  static final String TIMES = "jmh.json";
  static final String MEMORY = "memory.json";
  static final String ENVIRONMENT = "environment.json";

  private final Path folder;

  public Report(Path folder) {
    this.folder = folder;
  }

  public void save(Environment environment, Collection<RunResult> times, List<Footprint> memory) throws IOException {
    Path jdk = Files.createDirectories(folder.resolve(String.valueOf(environment.jdk())));
    Files.writeString(jdk.resolve(TIMES), json(times));
    Files.writeString(jdk.resolve(MEMORY), Footprint.toJson(memory));
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    Files.writeString(jdk.resolve(ENVIRONMENT), gson.toJson(environment));
  }

  /** As JMH writes it, but for the folder of the JDK, which is nobody's business. */
  private static String json(Collection<RunResult> times) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(ResultFormatType.JSON, new PrintStream(json, true, StandardCharsets.UTF_8))
        .writeOut(times);
    return json.toString(StandardCharsets.UTF_8).replace(System.getProperty("java.home"), "JAVA_HOME");
  }

  /** Writes tables and charts beside the results of each JDK. */
  public void write() throws IOException {
    for (Results results : read()) {
      Path jdk = folder.resolve(String.valueOf(results.environment.jdk()));
      Files.writeString(jdk.resolve("report.md"), Tables.of(results));
      Charts.write(results, jdk);
      System.out.println("Written: " + jdk.resolve("report.md"));
    }
  }

  public void writeTo(Path readme) throws IOException {
    Readme.rewrite(readme, folder, read());
  }

  private List<Results> read() throws IOException {
    List<Results> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> jdks = Files.list(folder)) {
        for (Path jdk : (Iterable<Path>) jdks.filter(f -> Files.exists(f.resolve(TIMES)))::iterator) {
          all.add(Results.read(jdk));
        }
      }
    }
    if (all.isEmpty()) {
      throw new IllegalStateException("No results below " + folder);
    }
    all.sort(Comparator.comparingInt(results -> results.environment.jdk()));
    return all;
  }
}
