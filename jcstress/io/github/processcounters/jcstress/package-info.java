/**
 * Stress tests for K1 to K6, under the memory model of the machine at hand. Each {@code K...} class is for one clause.
 * Tests and actors are named by their roles. How to run them is in {@code jcstress/README.md}.
 *
 * <pre>
 *              owner  first  remote  attacher  upgrader  leaver  attached  unattached  reader
 * owner          -      -     1246      3        134       -        -          -        2345
 * first                126      6        -        16      1246      -          -        1256
 * remote                      1246      -        134       2        -          -        235
 * attacher                              146       6        1        1         14        346
 * upgrader                                        1       16        -          -        346
 * leaver                                                   2        4          -        234
 * attached                                                          14        14        35
 * unattached                                                                  134       35
 * reader                                                                                 -
 * </pre>
 *
 * <p>The digits are the clauses that have tests of this pair: 1246 is K1, K2, K4 and K6. An actor may have two roles in
 * turn. A pair without tests is never there at one time (a set is single or striped, and has one owner), or has no effect
 * on each other.
 * <ul>
 * <li>owner: counts in its single set, perhaps just as that is striped
 * <li>first: becomes the owner by counting, attaching or {@code tryAttach}; a visitor leaves again, and an heir comes
 *     after an owner that died
 * <li>remote: counts in another thread's single set; a mender does so until that stripes the set
 * <li>attacher: attaches and gets a stripe; in another thread's single set, that stripes it
 * <li>upgrader: calls {@code upgrade}, or is a mender
 * <li>leaver, detacher: leaves, as the owner or from a stripe
 * <li>attached, unattached: counts in its own stripe, or where all others do
 * <li>reader: takes sums
 * </ul>
 *
 * <p><b>Deltas and totals</b> are made of sets and of locks of their own. {@code DeltasTakenOnce} has a commit against
 * a drain, a commit and a roll-up, a drain against a peek, and two roll-ups. {@code TotalsOfParts} has each pair of
 * those that begin a part, count, close it, and read the totals.
 *
 * <p><b>Two actors.</b> Two things take more, and are tests of {@code weak} in {@code src/test}: an increment in a stripe
 * and then a decrement in {@code local}, by an owner that an upgrade is about to displace; and remote updates that
 * cancel out around the owner's. Each is against a reader.
 *
 * <p><b>K5 on x86.</b> The processor never reorders what K5 needs in order. There only the compiler can break it, and
 * where a volatile access stands in between it does not. So K5 has no control here.
 */
package io.github.processcounters.jcstress;
