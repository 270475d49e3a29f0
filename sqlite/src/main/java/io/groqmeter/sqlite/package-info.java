/**
 * Usage kept in one SQLite file.
 *
 * <p><b>Is:</b> {@link io.groqmeter.sqlite.SqliteUsageStore}, a {@link io.groqmeter.store.UsageStore} with the policies in the
 * same file. The packages below are internal: {@code database} opens and checks a file, {@code write} appends batches, {@code
 * read} answers queries, {@code rollup} keeps the sums; {@code call}, {@code dimension} and {@code schema} know the tables,
 * {@code column} the values in them, {@code file} the file and its connections.
 *
 * <p><b>Owns:</b> the tables, what a record looks like as a row, and the rollups: which there are, and how they follow the rows so
 * that sums are always exact.
 *
 * <p><b>Does not own:</b> what sums mean ({@link io.groqmeter.store.UsageSums}), when a batch is written, or the folder the file
 * lies in.
 */
@NullMarked
package io.groqmeter.sqlite;

import org.jspecify.annotations.NullMarked;
