/**
 * Weak memory: the core's protocols on processors that reorder, above all ARM.
 *
 * <p>{@link io.github.processcounters.weak.Search} goes through all executions of a few short threads under a memory
 * model, Armv8 or x86's TSO. Their steps are those of the library's methods, as {@code Core} spells them out. It does
 * not run the library: what changes there in the order or the memory effects of steps is to be changed here, too. Each
 * execution is held against a clause of the contract. Then the protocol is weakened, in its memory effects, its fences
 * or its order, and the clause must break: on both models, or on ARM only.
 *
 * <p>What ARM needs and x86 hides, so that no stress test there notices when it is lost:
 * <ul>
 * <li>Reads of words and of the mode are volatile. With plain ones K2, K3 and K5 break. Acquiring ones are not enough
 *     for K2 and K4: they may overtake an atomic update of their own thread, which volatile ones do not.
 * <li>The words of one writer are written by setRelease, those of many by atomic updates with volatile effects (K5).
 * <li>The next owner of words, in a set or a stripe, reads with acquire in {@code mode}, {@code Stripe.owner} or
 *     {@code isAlive()} what the last one wrote there with release (K1, K5). So {@code Stripe.isAttached} may be plain.
 * <li>Who stripes a set publishes the owner's stripe by the compareAndSet of {@code mode}, so that nobody finds it free
 *     (K1).
 * </ul>
 * What x86 shows, too: the fences before reads and when a stripe is left, the compareAndSet when the owner leaves, when a
 * stripe is claimed and when a table is replaced, the order in which a read looks at things, and what it looks at again.
 *
 * <p>What is not here: what compilers do to plain accesses; and threads that try again, as a try that fails leaves only
 * reads behind, and to leave these out allows more, not less.
 *
 * <p>The models come from a checker that gave the same verdict as herd7, the reference simulator, on 73 tests (Armv8 by
 * its {@code aarch64.cat}, and x86). This search was held against herd7 once more, for Armv8, on 226 random programs of
 * two or three threads: the same outcomes in each. They had all accesses but releasing writes, which this model takes
 * weaker than any instruction on purpose.
 */
package io.github.processcounters.weak;
