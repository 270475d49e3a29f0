/**
 * Caps on money and pace, kept before a call leaves.
 *
 * <p><b>Is:</b> {@link io.groqmeter.budget.BudgetGuard}, which the meter asks about every call; {@link io.groqmeter.budget.Budget}
 * and {@link io.groqmeter.budget.Limit}, what people set; {@link io.groqmeter.budget.Rules}, what is set at the moment.
 *
 * <p><b>Owns:</b> the promise that with a hard budget settled and reserved money together never pass it: a call's worst case is
 * reserved before it leaves, and its truth takes that place once. The numbers it decides by are sums of the store's records,
 * kept in memory.
 *
 * <p><b>Does not own:</b> what a call can cost at most ({@code groq.WorstCase}, {@code pricing}), the records and their sums
 * ({@code store}), or telling people ({@link io.groqmeter.budget.BudgetListener} tells whoever does).
 */
@NullMarked
package io.groqmeter.budget;

import org.jspecify.annotations.NullMarked;
