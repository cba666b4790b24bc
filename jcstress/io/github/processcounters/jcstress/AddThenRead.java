package io.github.processcounters.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;

/** One thread adds 1 and reads, the other adds 10 and reads. */
@Description("K2, K4: of two threads that each add and then read, at least one sees the other's add.")
@Outcome(id = "1, 11", expect = ACCEPTABLE, desc = "The first was before the second.")
@Outcome(id = "11, 10", expect = ACCEPTABLE, desc = "The second was before the first.")
@Outcome(id = "11, 11", expect = ACCEPTABLE, desc = "Both adds were before both reads.")
@Outcome(id = "1, 10", expect = FORBIDDEN, desc = "Each missed the other: there is no order of the four.")
@Outcome(expect = FORBIDDEN, desc = "A thread missed its own add, or counted what nobody added.")
final class AddThenRead {}
