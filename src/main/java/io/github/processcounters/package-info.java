/**
 * Counters that are plain while one thread works on a thing, and striped from the second thread on.
 *
 * <h2>The model</h2>
 *
 * <p>A <i>process</i> is one thing that somebody works on: a query, a task, a connection, a cache, a file being read.
 * It has a handful of counters, which are one {@link io.github.processcounters.ProcessCounters}: a <i>set</i>. Nearly
 * always one thread does all the work, and counts all of it. So a set begins <i>single</i>: the first thread that counts
 * in it, or attaches to it, is its <i>owner</i>, and counts in words that nobody else writes, with plain memory writes.
 * {@code new ProcessCounters(n)} makes a set that nobody owns.
 *
 * <pre>{@code
 * ProcessCounters query = new ProcessCounters(2);
 * query.increment(ROWS);                                // this thread is the owner now
 * executor.execute(query.attached(() -> query.add(BYTES, 512)));   // a second thread: the set is striped
 * long rows = query.sum(ROWS);                          // any thread, any time
 * }</pre>
 *
 * <pre>
 *  single                                        striped
 *  +-------------------------------+   second    +----------------------------------------------------+
 *  | local   the owner, plain      |   thread    | local, remote   stay in the sum                    |
 *  |         write                 |   attaches, | stripes         their owners, plain write          |
 *  | remote  all others, one       |   or flood  | remote, guests  all others, one atomic add; guests |
 *  |         atomic add            |  --------&gt;  |                 of a stripe only after a flood     |
 *  +-------------------------------+   once      +----------------------------------------------------+
 *    sum = local + remote                          sum = local + remote + stripes + guests
 * </pre>
 *
 * <p><b>Counting.</b> Any thread may count, attached or not; all is counted, whoever does. The first thread that counts in
 * a set without a live owner becomes its owner. Another thread counts <i>remotely</i>, by an atomic add: that is meant for
 * the exception, such as a late callback. A <i>flood</i> of remote updates stripes the set.
 *
 * <p><b>Attaching.</b> A thread attaches to say that it works on the process, and leaves when it is done: {@link
 * io.github.processcounters.ProcessCounters#attached(Runnable) attached(task)} is a task that does both. If no other
 * live thread owns the set, it is the owner now, and the set stays single: work may pass from thread to thread, one
 * after the other, as long as each leaves before the next attaches. Else the set is <i>upgraded</i>: from now on, and
 * for good, it is <i>striped</i>. Each attached thread has a <i>stripe</i> of its own, as long as there are some, and
 * counts there with plain writes. All others are <i>guests</i>, and count by an atomic add; a guest whose updates are a
 * flood gets a stripe, too. {@link io.github.processcounters.ProcessCounters#tryAttach() tryAttach()}
 * never stripes, and {@link io.github.processcounters.ProcessCounters#upgrade() upgrade()} does so at once.
 *
 * <p><b>Reading.</b> Any thread may read at any time, and takes no lock. A single set is read exactly. A striped one is
 * read while others go on counting: what is counted meanwhile may be in the sum or not. But a level whose decrements
 * follow its increments is never below zero, and no higher than it was during the read, unless it came down during each
 * of the read's tries; and a counter that only goes up never goes back. When all is quiet the sum is exact. What is added to
 * several counters {@link io.github.processcounters.ProcessCounters#addAtomically(long[]) at once} is read wholly or not at
 * all.
 *
 * <h2>The classes</h2>
 *
 * <ul>
 * <li>{@link io.github.processcounters.ProcessCounters}: the set. What it guarantees, K1 to K10, is said there.
 * <li>{@link io.github.processcounters.Attachment}: the time during which a thread is attached, to count through.
 * <li>{@link io.github.processcounters.CounterHandle}: one counter as an object.
 * <li>{@link io.github.processcounters.EnumCounters} and {@link io.github.processcounters.EnumAttachment}: the same by an
 *     enum's constants.
 * <li>{@link io.github.processcounters.ProcessTotals}: the totals of many sets that come and go, and a list of these.
 * <li>{@link io.github.processcounters.CounterSums}: what can be read, a set or totals.
 * <li>{@link io.github.processcounters.CounterDeltas}: what was counted in either since a reporter asked last.
 * </ul>
 *
 * <p>An upgrade that nobody expected makes a set slower than it could be, though its counts are never wrong. Flight
 * Recorder has an event for it, {@code io.github.processcounters.Upgrade}, with the cause, both threads and the stack
 * trace.
 */
package io.github.processcounters;
