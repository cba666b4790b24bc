/**
 * Counters that are plain while one thread works on a thing, and striped from the second thread on.
 *
 * <h2>The model</h2>
 *
 * <p>A <i>process</i> is one thing that somebody works on: a query, a task, a connection, a cache, a file being read.
 * It has a handful of counters, which are one {@link io.github.processcounters.ProcessCounters}: a <i>set</i>. Nearly
 * always one thread does all the work, and counts all of it. So a set begins <i>single</i>: the thread that is attached
 * to it is its <i>owner</i>, and counts in words that nobody else writes, with plain memory writes. {@code new
 * ProcessCounters(n)} attaches the thread that calls it; {@code new ProcessCounters(n)} attaches nobody, and is
 * for work that is done elsewhere.
 *
 * <pre>{@code
 * ProcessCounters query = new ProcessCounters(2);
 * query.increment(ROWS);                                // this thread is the owner now
 * executor.execute(query.attached(() -> query.add(BYTES, 512)));   // a second thread: the set is striped
 * long rows = query.sum(ROWS);                          // any thread, any time
 * }</pre>
 *
 * <pre>
 *  single                                            striped
 *  +---------------------------------+   a second    +---------------------------------------------+
 *  | local    the owner, plain write |   thread      | local, remote   at rest, still in the sum   |
 *  | remote   all others, by a lock  |   attaches    | stripe          its owner, plain write      |
 *  +---------------------------------+  ----------&gt;  |                 all others, atomic add      |
 *    sum = local + remote                 once       | stripe ...      made when first needed      |
 *                                                    +---------------------------------------------+
 *                                                      sum = local + remote + stripes
 * </pre>
 *
 * <p><b>Counting.</b> Any thread may count, attached or not; all is counted, whoever does. In a single set another
 * thread than the owner counts <i>remotely</i>, under a short lock. It is meant for the exception: a late callback, a
 * canceller.
 *
 * <p><b>Attaching.</b> A thread that works on the process attaches, and detaches when it is done: {@link
 * io.github.processcounters.ProcessCounters#attached(Runnable) attached(task)} does both. If nobody else is attached,
 * it is the owner now, and the set stays single: work may pass from thread to thread, one after the other. If another
 * live thread is attached, two threads work on the process at once, and the set is <i>upgraded</i>: from now on, and
 * for good, it is <i>striped</i>. Each attached thread has a <i>stripe</i> of its own, as long as there are some, in
 * which it counts with plain writes; all others share the stripes by atomic adds, as threads do in a {@link
 * java.util.concurrent.atomic.LongAdder}. {@link io.github.processcounters.ProcessCounters#upgrade() upgrade()} does
 * this at once, for a set known to be shared.
 *
 * <p><b>Reading.</b> Any thread may read at any time. It waits, if at all, for one short update under the lock. A
 * single set is read exactly. A striped one is read while others go on counting: what is counted meanwhile may be in
 * the sum or not, but a level whose decrements follow its increments is never below zero, and no higher than it was while
 * it was read, unless it came down so often meanwhile that no try of the read was left alone; and a counter that only goes
 * up never goes back. When all is quiet the sum is exact.
 *
 * <h2>The classes</h2>
 *
 * <ul>
 * <li>{@link io.github.processcounters.ProcessCounters}: the set. What it guarantees, K1 to K9, is said there.
 * <li>{@link io.github.processcounters.Attachment}: the time during which a thread is attached.
 * <li>{@link io.github.processcounters.EnumCounters}: a set whose counters have the names of an enum's constants.
 * <li>{@link io.github.processcounters.CounterDeltas}: what was counted since a reporter asked last.
 * <li>{@link io.github.processcounters.ProcessTotals}: the totals of many sets that come and go.
 * </ul>
 *
 * <p>An upgrade that nobody expected makes a set slower than it could be, though its counts are never wrong. Flight
 * Recorder has an event for it, {@code io.github.processcounters.Upgrade}, with both threads and the stack trace.
 */
package io.github.processcounters;
