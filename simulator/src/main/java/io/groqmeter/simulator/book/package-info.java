/**
 * The books of the simulator: what Groq would bill.
 *
 * <p><b>Is:</b> an independent witness: its own price list, its own arithmetic, its own sums.
 *
 * <p><b>Owns:</b> the tariff, the accounts and the ledger.
 *
 * <p><b>Does not own:</b> HTTP, or the decision how many tokens a call takes.
 */
@NullMarked
package io.groqmeter.simulator.book;

import org.jspecify.annotations.NullMarked;
