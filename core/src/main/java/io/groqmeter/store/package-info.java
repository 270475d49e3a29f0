/**
 * Keeping what was metered.
 *
 * <p><b>Is:</b> the SPI every store implements ({@link io.groqmeter.store.UsageStore}) and the values that cross it.
 *
 * <p><b>Owns:</b> the rules all stores keep: an id is appended once, rows and their sums change in one step, nothing is ever
 * altered afterwards. {@code UsageStoreContract} in the testkit is these rules as tests.
 *
 * <p><b>Does not own:</b> when to write ({@link io.groqmeter.UsageQueue}) or what a call costs ({@code pricing}).
 */
@NullMarked
package io.groqmeter.store;

import org.jspecify.annotations.NullMarked;
