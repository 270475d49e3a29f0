/**
 * What the tests of all modules share.
 *
 * <p><b>Is:</b> the contracts of every store and every integration ({@link io.groqmeter.testkit.UsageStoreContract}, {@link
 * io.groqmeter.testkit.MeteringContract}), a manual clock, and sample
 * and random records.
 *
 * <p><b>Owns:</b> the rules of a {@link io.groqmeter.store.UsageStore} as tests, with a naive reference to compare sums
 * with.
 *
 * <p><b>Does not own:</b> what a store promises beyond the contract; that is tested with the store.
 */
@NullMarked
package io.groqmeter.testkit;

import org.jspecify.annotations.NullMarked;
