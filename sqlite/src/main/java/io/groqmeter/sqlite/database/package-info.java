/**
 * A database as a whole.
 *
 * <p><b>Is:</b> opening it for writing ({@link io.groqmeter.sqlite.database.SqliteSetup}) or for reading only ({@link io.groqmeter.sqlite.database.ReadOnlyDatabase}), and checking it.
 *
 * <p><b>Owns:</b> migration, recovery after a crash and the change of the time zone.
 *
 * <p><b>Does not own:</b> reading or appending calls.
 */
@NullMarked
package io.groqmeter.sqlite.database;

import org.jspecify.annotations.NullMarked;
