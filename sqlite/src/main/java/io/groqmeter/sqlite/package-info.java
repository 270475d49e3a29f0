/**
 * Usage kept in a SQL database.
 *
 * <p><b>Is:</b> a {@link io.groqmeter.store.UsageStore} over JDBC; {@link io.groqmeter.sqlite.SqliteUsageStore} keeps it in one
 * SQLite file. How a batch becomes rows: {@code BatchWriter}. How the sums follow:
 * {@code RollupBacklog}. How sums are read: {@code RollupReader}; how pages of calls: {@code PageReader}.
 *
 * <p><b>Owns:</b> the tables (numbered, append-only SQL files in {@code schema/}, one folder per dialect), what a record looks
 * like as a row, and the rollups: which there are, and how they follow the rows without ever telling another sum.
 *
 * <p><b>Does not own:</b> what sums mean ({@link io.groqmeter.store.UsageSums}), when a batch is written, or the folder the
 * file lies in.
 */
@NullMarked
package io.groqmeter.sqlite;

import org.jspecify.annotations.NullMarked;
