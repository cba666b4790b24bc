/**
 * Stress tests for K1 to K6, under the memory model of the machine at hand. Each class is for one clause. Every pair of
 * roles that can break a clause has a test; the numbers are explained below. How to run them is in {@code
 * jcstress/README.md}.
 *
 * <pre>
 *                  owner remote attached unattached second upgrader detacher hand-over reader
 * owner              -     1       -         -        3       4        -         8       12
 * remote                   2       -         -        5       5        9         9       12
 * attached                         10        11       -       -        10        10      13
 * unattached                                 11       -       -        11        -       13
 * second attacher                                     3       4        6         6       14
 * upgrader                                                    7        6         6       14
 * detacher                                                             8         8       15
 * hand-over                                                                      8       15
 * reader                                                                                 -
 *
 *  1  K1 K2 K6 OwnerAndRemote, K2 OwnerAndRemoteWithArray, OwnerAndRemoteBySums, Dekker
 *  2  K1 K2 RemoteAndRemote
 *  3  K1 K4 K6 AttacherAndAttacher
 *  4  K1 K4 OwnerAndUpgrader, K3 LateOwner, LateDecrement, K4 K5 OwnerAndUpgradingReader, K6 AttacherAndUpgrader
 *  5  K1 RemoteAndUpgrader, K3 LateRemote
 *  6  K1 DetacherAndSecondAttacher, K1 K6 DetacherAndUpgrader
 *  7  K1 UpgraderAndUpgrader
 *  8  K1 K4 K6 HandOver
 *  9  K2 LeaverAndRemote
 * 10  K1 AttachersInOneStripe, HandOverOfAStripe, K4 AttachedAndAttached, AttachedAndAttachedBySums, LeaverAndAttached
 * 11  K1 UnattachedAndUnattached, UnattachedInOneStripe, AttachedAndUnattachedInOneStripe, HandOverOfAStripe,
 *     K4 AttachedAndUnattached, AttachedAndUnattachedInOneStripe, UnattachedAndUnattached, UnattachedInOneStripe
 * 12  K2 K3 RemoteThenOwner and OwnerThenRemote in all forms, K2 TwoReadsOfOwnerThenRemote,
 *     K5 Owner, OwnerBySums, Remote
 * 13  K3 Attached, AttachedBySums, Unattached, UnattachedThenAttached, AttachedThenUnattached,
 *     StripeMadeDuringTheRead, AttachedPairs, AttachedPairsBySums, UnattachedPairs, K5 Attached, Unattached
 * 14  K3 HomeThenStripe, HomeThenStripeBySums, RemoteThenStripe, K4 HomeThenStripe,
 *     K6 UpgraderAndReader, AttacherAndReader
 * 15  K3 StripeThenStripe, AttachedThenUnattached, K4 AttachedThenUnattached, K6 AttacherAndReader
 *  -  Never at one time (a set is single or striped, and has one owner), or of no effect on each other.
 * </pre>
 *
 * <p><b>Deltas and totals</b> are made of sets and of locks of their own. {@code DeltasTakenOnce} has each pair of those
 * that take deltas: a drain, a commit, a roll-up. {@code TotalsOfParts} has each pair of those that begin a part, count,
 * close it, and read the totals.
 *
 * <p><b>Two actors.</b> One thing takes four threads and is for the model checker: an increment in a stripe and then a
 * decrement in the home, by an owner that an upgrade is about to displace, against a reader.
 *
 * <p><b>K5 on x86.</b> The processor never reorders what K5 needs in order. There only the compiler can break it, and
 * where a volatile access stands in between it does not. So its one control takes away all of them in the home.
 */
package io.github.processcounters.jcstress;
