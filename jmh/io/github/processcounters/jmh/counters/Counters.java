package io.github.processcounters.jmh.counters;

/**
 * A set of counters under test: one small class for each implementation, so that each scenario is written once.
 *
 * <p>It stands for the object of a user's that has the counters, lies beside them as that would, and costs what that
 * would: the load of a field, in all implementations alike. A benchmark runs in JVMs of its own with one
 * implementation, which is looked up by name so that no other is even loaded. So each call below has one possible
 * target, and the compiler inlines it without asking. {@code Baseline} has the same calls written out.
 */
public abstract class Counters {

  private final int size;

  Counters(int size) {
    this.size = size;
  }

  /**
   * Makes a set to which nobody is attached.
   *
   * @param name of a class in this package, without its first two letters
   */
  public static Counters of(String name, int size) {
    try {
      Class<?> type = Class.forName(Counters.class.getPackageName() + ".Of" + name);
      return (Counters) type.getDeclaredConstructor(int.class).newInstance(size);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("No counters named " + name, e);
    }
  }

  public final int size() {
    return size;
  }

  /** Another set of this implementation and size, for the calling thread. */
  public Counters next() {
    throw new UnsupportedOperationException(getClass() + " does not come and go with a process");
  }

  /** What a user would hold. */
  public abstract Object set();

  public abstract void add(int counter, long delta);

  public abstract long sum(int counter);

  public void sums(long[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = sum(i);
    }
  }

  /** Several threads are going to count. */
  public void share() {}

  /** The calling thread is going to count. */
  public void attach() {}

  /** The calling thread turns to something else. */
  public void detach() {}

  /** Brings the set into the state in which so many threads leave it that counted at once. */
  public void countedBy(int threads) {
    Crowd.count(this, threads);
  }
}
