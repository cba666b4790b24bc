/**
 * Stress tests for K1 to K6 and K10, under the memory model of the machine at hand. Each {@code K...} class is for one
 * clause; {@code K10EventsWhole} also for what the others say of events. {@code Ownership} is for what all of them take for
 * granted: who owns what. Tests and actors are named by their roles. An actor is a chain of steps, which are methods of
 * {@code Frame}. How to run them is in {@code jcstress/README.md}.
 *
 * <pre>
 *             owner  first  remote  attacher  upgrader  leaver  attached  guest  maker  counter  reader
 * owner         -      -     1246e     13oe     134oe     -        -        -      -       -       2345e
 * first                126e     6       -        16      1246      -        -      -       -       1256oe
 * remote                      1246e     -        134e     2        -        -      -       -       235e
 * attacher                            146oe     146o      1        1       14     14o     1o       346e
 * upgrader                                      1o        16       -        -      -       -       346
 * leaver                                                   2e      4e       -      -       4       234e
 * attached                                                         14e     14e     -       -        35e
 * guest                                                                   134e    14       -        35e
 * maker                                                                           134      -        34
 * counter                                                                                14o       345
 * </pre>
 *
 * <p>The digits are the clauses that have tests of this pair: 1246 is K1, K2, K4 and K6; o is {@code Ownership}, and e is
 * {@code K10EventsWhole}, where one of the two adds events, or both do. An actor may have two roles in turn. A pair without
 * tests is never there at one time (a set is single or striped, and has one owner), or has no effect on each other.
 * <ul>
 * <li>owner: counts in its single set, perhaps just as that is striped
 * <li>first: becomes the owner by counting, attaching or {@code tryAttach}; a visitor leaves again, and an heir comes
 *     after an owner that died, of a set or of a stripe
 * <li>remote: counts in another thread's single set; a flood does so until that stripes the set
 * <li>attacher: attaches and gets a stripe, one that is there or a new one, for which it replaces the table; in another
 *     thread's single set, it stripes that first; in a crowd, it makes the table larger
 * <li>upgrader: calls {@code upgrade}, or is a flood
 * <li>leaver, detacher: leaves, as the owner or from a stripe
 * <li>attached, guest: counts in its own stripe, or in shared words, {@code remote} or those beside a stripe
 * <li>maker: makes words for guests beside a stripe, as a flood of guests does, and replaces the table, if the stripe is new
 * <li>counter: gets a stripe by counting, as a second flood does; it may attach then, read, or leave
 * <li>reader: takes sums
 * </ul>
 *
 * <p><b>Floods.</b> A flood takes thousands of updates, so two makers would hardly ever meet. {@code Seam}, in the package
 * of the library, does what a flood leads to.
 *
 * <p><b>Deltas and totals</b> are made of sets and of locks of their own. {@code DeltasTakenOnce} has a commit against
 * a drain, a commit and a roll-up, a drain against a peek, and two roll-ups. {@code TotalsOfParts} has each pair of
 * those that begin a part, count, close it, and read the totals.
 *
 * <p><b>Two actors.</b> Three things take more. Two are tests of {@code weak} in {@code src/test}: an increment in a stripe
 * and then a decrement in {@code local}, by an owner that an upgrade is about to displace; and remote updates that
 * cancel out around the owner's. Each is against a reader. A third is a test of {@code model}: a part is read by a close,
 * then counts late, and then is read by a reader of the totals.
 *
 * <p><b>K5 on x86.</b> The processor never reorders what K5 needs in order. There only the compiler can break it, and
 * where a volatile access stands in between it does not. So K5 has no control here.
 */
package io.github.processcounters.jcstress;
