/**
 * The first tool's two files, {@code usage_log.json} and {@code daily_stats.json}.
 *
 * <p><b>Is:</b> a {@link io.groqmeter.store.UsageStore} that keeps its records in them
 * ({@link io.groqmeter.store.json.JsonFileUsageStore}), the import of what the first tool left in them
 * ({@link io.groqmeter.store.json.SeedImport}), and their keeping up with another store
 * ({@link io.groqmeter.store.json.JsonFileMirror}).
 *
 * <p><b>Owns:</b> the files' format, how the log grows in place without ever being rewritten, and the ids of entries that carry
 * none.
 *
 * <p><b>Does not own:</b> sums ({@link io.groqmeter.store.rollup.RollupTable}) or prices; what a file says a call cost stays so.
 */
@NullMarked
package io.groqmeter.store.json;

import org.jspecify.annotations.NullMarked;
