package io.github.processcounters.jmh.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A scenario in which a user would have been better off with another implementation, and the way out. */
record BetterPeer(Results.Row row, String ours, double time, String peer, double peerTime) {

  /** Less than this is noise. */
  private static final double WORTH_IT = 1.05;

  private static final Map<String, String> WAYS_OUT = Map.ofEntries(
      Map.entry(Results.UNATTACHED, "attach"),
      Map.entry(Results.REMOTE, "attach, or `upgrade()`"),
      Map.entry("RemoteAdd", "attach, or `upgrade()`"),
      Map.entry("OwnerAdd", "another counter, for a thread that is the only writer for ever"),
      Map.entry("SharedAdd", "another counter, for one set that all threads share for ever"),
      Map.entry("CollidingIds", "another counter, for one set that all threads share for ever"),
      Map.entry("HandOver", "attach for more work at a time"),
      Map.entry("Level", "another counter, for a level that is read about as often as changed"),
      Map.entry("Sum", "another counter, for one that is read about as often as written"),
      Map.entry("Sums", "another counter, for one that is read about as often as written"),
      Map.entry("SumUnderFire", "another counter, for one that is read about as often as written"),
      Map.entry("ShortProcess", "another counter, for processes that hardly count"),
      Map.entry("FirstAdds", "`upgrade()` at once, for a set known to be shared"),
      Map.entry("ManySets", "another counter, where it is always missing from the cache"));

  /** The best peer for each way to use ours, where it is better; the worst of these first. */
  static List<BetterPeer> in(Results results) {
    List<BetterPeer> all = new ArrayList<>();
    results.rows.forEach((row, measures) -> {
      if (!row.scenario().equals("Baseline")) {
        measures.forEach((ours, measure) -> {
          if (Results.isOurs(ours)) {
            measures.entrySet().stream()
                .filter(peer -> Results.isThreadSafePeer(peer.getKey()))
                .min(Comparator.comparingDouble(peer -> peer.getValue().median()))
                .map(peer -> new BetterPeer(
                    row, ours, measure.median(), peer.getKey(), peer.getValue().median()))
                .filter(peer -> peer.factor() > WORTH_IT)
                .ifPresent(all::add);
          }
        });
      }
    });
    all.sort(Comparator.comparingDouble(BetterPeer::factor).reversed());
    return all;
  }

  double factor() {
    return time / peerTime;
  }

  String wayOut() {
    return WAYS_OUT.getOrDefault(ours, WAYS_OUT.getOrDefault(row.scenario(), ""));
  }
}
