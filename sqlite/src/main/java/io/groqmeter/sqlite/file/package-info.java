/**
 * A SQLite file and the connections to it.
 *
 * <p><b>Is:</b> where the file lies ({@link io.groqmeter.sqlite.file.SqliteFile}), its connections for reading and the waits for its locks, and copies of it.
 *
 * <p><b>Owns:</b> how a connection is configured, and how a failure of SQLite is described, with its remedy.
 *
 * <p><b>Does not own:</b> what is in the file: no table is known here.
 */
@NullMarked
package io.groqmeter.sqlite.file;

import org.jspecify.annotations.NullMarked;
