/**
 * What usage costs.
 *
 * <p><b>Is:</b> the dated price list and the arithmetic from {@link io.groqmeter.usage.Usage} to dollars.
 *
 * <p><b>Owns:</b> money. Every amount is a {@code BigDecimal} of US dollars; a call's cost is rounded once, to 12 decimals,
 * half-even; nothing else rounds. The rules are in {@code docs/prices.md}.
 *
 * <p><b>Does not own:</b> how usage is found ({@code groq}), sums over calls ({@code store}), or limits ({@code budget}).
 */
@NullMarked
package io.groqmeter.pricing;

import org.jspecify.annotations.NullMarked;
