/**
 * The dimension tables: the labels that calls share and sums are grouped by.
 *
 * <p><b>Is:</b> the rows of {@code series} and {@code set}, the sets of dimensions that have rollups ({@link io.groqmeter.sqlite.dimension.RollupDimensions}), and their surrogate keys.
 *
 * <p><b>Owns:</b> how a combination of labels is stored once and found again.
 *
 * <p><b>Does not own:</b> calls or sums.
 */
@NullMarked
package io.groqmeter.sqlite.dimension;

import org.jspecify.annotations.NullMarked;
