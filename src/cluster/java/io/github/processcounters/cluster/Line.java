package io.github.processcounters.cluster;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Numbers as a line between the test and its JVMs. */
final class Line {

  private Line() {
  }

  static String of(long... numbers) {
    return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  static long[] parse(String line) {
    return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
