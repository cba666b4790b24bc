import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Owners' adds, for a look at their machine code: see aarch64. */
final class Owner {

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final ProcessCounters COUNTERS = new ProcessCounters(1);
  private static final ProcessCounters STRIPED = new ProcessCounters(1);
  private static final long[] WORDS = new long[1];

  private static Attachment attachment;

  static void add() {
    COUNTERS.add(0, 1);
  }

  static void addThroughAttachment() {
    attachment.add(0, 1);
  }

  /** The control. */
  static void addRelease() {
    WORD.setRelease(WORDS, 0, WORDS[0] + 1);
  }

  public static void main(String[] args) {
    STRIPED.upgrade();
    attachment = STRIPED.attach();
    for (int i = 0; i < 30_000; i++) {
      add();
      addThroughAttachment();
      addRelease();
    }
    if (COUNTERS.sum(0) != 30_000 || STRIPED.sum(0) != 30_000 || WORDS[0] != 30_000) {
      throw new AssertionError();
    }
  }
}
