/**
 * The side-by-side run: every workload, every contender, in turn and again.
 *
 * <p><b>Is:</b> the order of a bench: start all, warm all, then one round after the other in which each has its turn.
 *
 * <p><b>Owns:</b> the measurements, and the verdict whether a run counts: one that loses a call is void.
 *
 * <p><b>Does not own:</b> the page, which is {@code page}'s.
 */
@NullMarked
package io.groqmeter.bench.side;

import org.jspecify.annotations.NullMarked;
