package io.github.processcounters;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** By reflection, as they are younger than Java 17. */
final class VirtualThreads {

  private VirtualThreads() {}

  /** Makes virtual threads, where the JDK has them. */
  static Optional<ThreadFactory> factory() {
    if (Runtime.version().feature() < 21) {
      return Optional.empty();
    }
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return Optional.of((ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
