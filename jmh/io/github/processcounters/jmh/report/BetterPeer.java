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
      Map.entry("OwnerAdd", "another counter, where there is one writer for ever, or far fewer sets than threads"),
      Map.entry("SharedAdd", "another counter, for one set that all threads share for ever"),
      Map.entry("CollidingIds", "another counter, for one set that all threads share for ever"),
      Map.entry("HandOver", "attach for more work at a time"),
      Map.entry("Level", "an `AtomicLong`, for a level that is read more often than changed"),
      Map.entry("Sum", "read less often, or another counter"),
      Map.entry("Sums", "read less often, or another counter"),
      Map.entry("SumUnderFire", "read less often, or another counter"),
      Map.entry("ShortProcess", "another counter, for processes that hardly count"),
      Map.entry("FirstAdds", "`upgrade()` at once, for a set known to be shared"),
      Map.entry("ManySets", "another counter, where memory is all that matters"));

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
