package io.github.processcounters.jmh;

import io.github.processcounters.jmh.counters.Counters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The one thread of a process counts, while Prometheus scrapes: every 100 ms, which is far more often than in life.
 * Micrometer reads the counters then, or has its own, updated at every event.
 */
@State(Scope.Thread)
public class ScrapedAdd extends Scenario {

  private static final long PERIOD = 100;

  @Param({"ProcessCounters", "LongAdder", "Micrometer"})
  public String counters;

  @Param({"never", "every 100 ms"})
  public String scraped;

  private Counters set;
  private Repeated scraping;

  /** What was scraped last, so that scraping is not dead code. */
  private volatile String scrape;

  @Setup
  public void make() {
    set = Counters.of(counters, SIZE);
    set.attach();
    PrometheusMeterRegistry registry =
        set.set() instanceof PrometheusMeterRegistry own ? own : registryOf(set);
    if (!scraped.equals("never")) {
      scraping = new Repeated(PERIOD, () -> scrape = registry.scrape());
    }
  }

  private static PrometheusMeterRegistry registryOf(Counters set) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    for (int i = 0; i < SIZE; i++) {
      int counter = i;
      FunctionCounter.builder("counter." + counter, set, s -> s.sum(counter)).register(registry);
    }
    return registry;
  }

  @TearDown
  public void stopScraping() throws InterruptedException {
    if (scraping != null) {
      scraping.stop();
    }
  }

  @Benchmark
  public void add() {
    set.add(COUNTER, 1);
  }
}
