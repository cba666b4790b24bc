package io.github.processcounters.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JVM that the test runs. A line that starts with {@code =} is an answer; any other starts with a word that says what
 * kind it is, and the last of each kind is kept. What it logs is in the build folder.
 */
final class Child implements AutoCloseable {

  static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path log;
  private final Process process;
  private final PrintStream commands;
  private final Thread reader;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Map<String, String> last = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> count = new ConcurrentHashMap<>();

  Child(String name, List<String> options, Class<?> main, Object... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    Path logs = Files.createDirectories(Path.of(System.getProperty("logs")));
    log = Files.createTempFile(logs, name + "-", ".log");
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    reader = new Thread(this::read, "reader of " + name);
    reader.start();
  }

  private void read() {
    process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {
      String[] parts = line.split(" ", 2);
      if (parts[0].equals("=")) {
        answers.add(parts[1]);
      } else {
        last.put(parts[0], parts[1]);
        count.computeIfAbsent(parts[0], kind -> new AtomicLong()).incrementAndGet();
      }
    });
  }

  String answer() throws InterruptedException {
    String answer = answers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertNotNull(answer, () -> "no answer; see " + log);
    return answer;
  }

  String ask(String command) throws InterruptedException {
    commands.println(command);
    return answer();
  }

  long[] askNumbers(String command) throws InterruptedException {
    return Line.parse(ask(command));
  }

  /** The numbers of the last line of a kind. */
  long[] last(String kind) {
    return Line.parse(last.get(kind));
  }

  long count(String kind) {
    return count.containsKey(kind) ? count.get(kind).get() : 0;
  }

  /** Stops it, as if its network or its machine hung, until {@link #resume()}. */
  void freeze() throws Exception {
    signal("STOP");
  }

  void resume() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start().waitFor());
  }

  /** Kills it at once, and returns when all that it said before has been read. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly(); // unlike that of the process, leaves what can still be read
    process.waitFor();
    reader.join();
    assertEquals(137, process.exitValue(), () -> "it had ended before; see " + log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
