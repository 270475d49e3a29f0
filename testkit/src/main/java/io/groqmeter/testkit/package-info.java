/**
 * What tests of every module share.
 *
 * <p><b>Is:</b> the contracts every store and every integration pass ({@link io.groqmeter.testkit.UsageStoreContract}, {@link
 * io.groqmeter.testkit.MeteringContract}), a clock moved by hand, and
 * sample records, chosen and random.
 *
 * <p><b>Owns:</b> the rules of a {@link io.groqmeter.store.UsageStore} as tests, with a naive reference of its own to compare
 * sums with.
 *
 * <p><b>Does not own:</b> what one store promises beyond the contract; that is tested beside the store.
 */
@NullMarked
package io.groqmeter.testkit;

import org.jspecify.annotations.NullMarked;
