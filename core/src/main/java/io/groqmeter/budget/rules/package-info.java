/**
 * Budgets and limits as they are stored and written by people.
 *
 * <p><b>Is:</b> their JSON ({@link io.groqmeter.budget.rules.RuleJson}), the rules in a policy store and in {@code budgets.json} ({@link
 * io.groqmeter.budget.rules.PolicyRules}), and hints about names that no call has used ({@link io.groqmeter.budget.rules.KnownNames}).
 *
 * <p><b>Owns:</b> which rules hold when a file and the store name the same one.
 *
 * <p><b>Does not own:</b> what a budget or a limit means ({@code io.groqmeter.budget}).
 */
@NullMarked
package io.groqmeter.budget.rules;

import org.jspecify.annotations.NullMarked;
