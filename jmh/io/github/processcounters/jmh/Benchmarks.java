package io.github.processcounters.jmh;

import org.openjdk.jmh.Main;

/** Measures, and writes down what it found. */
final class Benchmarks {

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    Main.main(args);
  }
}
