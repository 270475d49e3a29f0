/**
 * Sums of records, for stores that keep them.
 *
 * <p><b>Is:</b> a table of sums by hour, day and month ({@link io.groqmeter.store.rollup.RollupTable}), and the plan by which a query
 * is answered from the coarsest sums that fit ({@link io.groqmeter.store.rollup.RollupPlan}).
 *
 * <p><b>Owns:</b> that a window is covered once, without gap or overlap.
 *
 * <p><b>Does not own:</b> where a store keeps its sums.
 */
@NullMarked
package io.groqmeter.store.rollup;

import org.jspecify.annotations.NullMarked;
