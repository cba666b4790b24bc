package io.github.processcounters.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.processcounters.Attachment;
import io.github.processcounters.ProcessCounters;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** K2: a single set is linearizable, also while its owner changes; and K6: tryAttach and counting leave it single. */
@Tag("proof")
final class SingleModeTest {

  @Test
  void twoThreadsFindASingleSetLinearizable() {
    ModelChecking.options(2, 40).sequentialSpecification(Sequential.class).check(Single.class);
  }

  @Test
  void threeThreadsFindASingleSetLinearizable() {
    ModelChecking.options(3, 20).sequentialSpecification(Sequential.class).check(Single.class);
  }

  /** The control. A sum of words read one by one may count an add and miss one that was complete before it began. */
  @Test
  void threeThreadsFindALongAdderNotLinearizable() throws NoSuchMethodException {
    List<List<Actor>> threads = List.of(List.of(add(1), add(2)), List.of(add(4), add(8)), List.of(sum()));
    ModelCheckingOptions options = new ModelCheckingOptions()
        .iterations(0)
        .addCustomScenario(new ExecutionScenario(List.of(), threads, List.of(), null))
        .invocationsPerIteration(100_000)
        .minimizeFailedScenario(false)
        .sequentialSpecification(Sequential.class);
    AssertionError found = assertThrows(LincheckAssertionError.class, () -> options.check(Adder.class));
    assertTrue(found.getMessage().contains("Invalid execution results"), found.getMessage());
  }

  private static Actor add(int delta) throws NoSuchMethodException {
    return new Actor(Counter.class.getMethod("add", int.class), List.of(delta));
  }

  private static Actor sum() throws NoSuchMethodException {
    return new Actor(Counter.class.getMethod("sum"), List.of());
  }

  @Param(name = "delta", gen = IntGen.class, conf = "-2:3")
  public abstract static class Counter {

    @Operation(params = "delta")
    public abstract void add(int delta);

    @Operation
    public abstract long sum();
  }

  public static final class Sequential extends Counter {

    private long sum;

    @Override
    public void add(int delta) {
      sum += delta;
    }

    @Override
    public long sum() {
      return sum;
    }

    public void addAttached(int delta) {
      sum += delta;
    }

    public void addAttachedAndLeave(int delta) {
      sum += delta;
    }

    public void leave() {}

    public long sums() {
      return sum;
    }
  }

  /** Any thread may become the owner, by tryAttach or by counting, and all others count remotely meanwhile. */
  public static final class Single extends Counter {

    private final ProcessCounters counters = new ProcessCounters(1);

    @Override
    public void add(int delta) {
      counters.add(0, delta);
    }

    @Operation(params = "delta")
    public void addAttached(int delta) {
      counters.tryAttach().add(0, delta);
    }

    @Operation(params = "delta")
    public void addAttachedAndLeave(int delta) {
      try (Attachment attachment = counters.tryAttach()) {
        attachment.add(0, delta);
      }
    }

    @Operation
    public void leave() {
      counters.detach();
    }

    @Override
    public long sum() {
      return counters.sum(0);
    }

    @Operation
    public long sums() {
      return counters.sums()[0];
    }

    @Validate
    public void staysSingle() {
      if (counters.isStriped()) {
        throw new IllegalStateException("Striped, though no thread attached while another was the owner");
      }
    }
  }

  public static final class Adder extends Counter {

    private final LongAdder adder = new LongAdder();

    @Override
    public void add(int delta) {
      adder.add(delta);
    }

    @Override
    public long sum() {
      return adder.sum();
    }
  }
}
