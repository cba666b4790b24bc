package io.github.processcounters.jcstress;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs jcstress, with its arguments, and fails where it would not: when a test was left out or did not end well, and
 * when a result is forbidden. With the system property {@code controls} set, runs the controls instead.
 */
final class Stress {

  private static final int FAILED = 1;

  /** The exit code when all ran as planned, but for results that are forbidden. */
  static final int FORBIDDEN = 2;

  private Stress() {}

  public static void main(String[] args) throws Exception {
    String controls = System.getProperty("controls", "");
    if (!controls.isEmpty()) {
      System.exit(Control.allRed(Path.of(System.getProperty("project")), controls, args) ? 0 : FAILED);
    }
    Options options = new Options(args);
    if (!options.parse()) {
      System.exit(FAILED);
    }
    requireAllListed();
    JCStress jcstress = new WithoutBias(options);
    try {
      jcstress.run();
    } catch (AssertionError e) {
      System.out.println("jcstress has found failures, which are told above.");
    }
    System.exit(grade(jcstress.getTests(), results(options.getResultFile())));
  }

  /** JDK 17 can bias locks, but does not by default, and a set takes none: else each test would run twice there. */
  private static final class WithoutBias extends JCStress {
    WithoutBias(Options options) {
      super(options);
    }

    /** Called when the configurations have been found. */
    @Override
    public SortedSet<String> getTests() {
      VMSupport.getAvailableVMConfigs().removeIf(config -> config.args().contains("-XX:+UseBiasedLocking"));
      return super.getTests();
    }
  }

  /** The list is made by an annotation processor. Where none ran, jcstress finds no test, and is content. */
  private static void requireAllListed() throws Exception {
    Set<String> declared = declared();
    Set<String> listed = new TreeSet<>(TestList.tests());
    if (declared.isEmpty() || !declared.equals(listed)) {
      throw new IllegalStateException("Tests declared: " + declared + ", but listed: " + listed);
    }
  }

  private static Set<String> declared() throws Exception {
    Path classes = Path.of(Stress.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> declared = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
        String path = classes.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace(File.separatorChar, '.');
        Class<?> type = Class.forName(name, false, Stress.class.getClassLoader());
        if (type.isAnnotationPresent(JCStressTest.class)) {
          declared.add(type.getCanonicalName());
        }
      }
    }
    return declared;
  }

  private static Collection<TestResult> results(String file) throws IOException, ClassNotFoundException {
    InProcessCollector results = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(file, results);
    reader.dump();
    reader.close();
    return results.getTestResults();
  }

  private static int grade(Set<String> planned, Collection<TestResult> results) {
    Set<String> ran = new TreeSet<>();
    List<String> failures = new ArrayList<>();
    long samples = 0;
    long forbidden = 0;
    for (TestResult result : results) {
      ran.add(result.getName());
      samples += result.getTotalCount();
      if (result.status() != Status.NORMAL) {
        failures.add(result.getName() + ": " + result.status());
      }
      for (GradingResult grading : result.grading().gradingResults.values()) {
        if (grading.expect == Expect.FORBIDDEN || grading.expect == Expect.UNKNOWN) {
          forbidden += grading.count;
        }
      }
    }
    if (planned.isEmpty() || !ran.equals(planned)) {
      failures.add("Planned: " + planned + ", but ran: " + ran);
    }
    failures.forEach(System.out::println);
    System.out.printf("%d tests, %d runs, %d samples, %d forbidden%n", ran.size(), results.size(), samples, forbidden);
    return !failures.isEmpty() ? FAILED : forbidden > 0 ? FORBIDDEN : 0;
  }
}
