package io.github.processcounters.jmh.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.Reader;
import java.util.List;

/** What one set of counters takes in memory, in bytes, in a JVM with so many CPUs. */
public record Footprint(int cpus, int size, String state, String counters, long bytes) {

  public static final String IDLE = "idle";

  /** By a thread that is not attached. */
  public static final String REMOTE = "one update";

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** So many threads have counted at once. */
  public static String countedBy(int threads) {
    return threads + " threads";
  }

  public static String toJson(List<Footprint> footprints) {
    return GSON.toJson(footprints);
  }

  public static List<Footprint> fromJson(Reader json) {
    return List.of(GSON.fromJson(json, Footprint[].class));
  }
}
