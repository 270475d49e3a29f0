/**
 * Limits on money and rate, enforced before a call leaves.
 *
 * <p><b>Is:</b> {@link io.groqmeter.budget.BudgetGuard}, which decides about every call; {@link io.groqmeter.budget.Budget}
 * and {@link io.groqmeter.budget.Limit}, the rules people set; {@link io.groqmeter.budget.Rules}, the rules in force.
 *
 * <p><b>Owns:</b> the promise that settled and reserved money together never exceed a hard budget: a call's worst case is
 * reserved before it leaves, and replaced once by its cost. The numbers it decides by are sums of the store's records,
 * kept in memory.
 *
 * <p><b>Does not own:</b> what a call can cost at most ({@code groq.WorstCase}, {@code pricing}), the records and their sums
 * ({@code store}), or alerts ({@link io.groqmeter.budget.BudgetListener} is their hook).
 */
@NullMarked
package io.groqmeter.budget;

import org.jspecify.annotations.NullMarked;
