/**
 * Sums of calls by hour, day and month.
 *
 * <p><b>Is:</b> the tables {@code page} and {@code latency}: how records become sums, and how these follow the rows in batches ({@link io.groqmeter.sqlite.rollup.RollupBacklog}).
 *
 * <p><b>Owns:</b> the watermark up to which calls are summed, and the binary form of sums and latencies.
 *
 * <p><b>Does not own:</b> what sums mean ({@link io.groqmeter.store.UsageSums}), or the answer to a question ({@code read}).
 */
@NullMarked
package io.groqmeter.sqlite.rollup;

import org.jspecify.annotations.NullMarked;
