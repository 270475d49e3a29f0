/**
 * The tables of the database.
 *
 * <p><b>Is:</b> the numbered SQL files and the list of those a database has ({@link io.groqmeter.sqlite.schema.Schema}), and the time zone it is kept in.
 *
 * <p><b>Owns:</b> the order in which a database is migrated, and the refusal of one that is foreign or newer.
 *
 * <p><b>Does not own:</b> when a database is migrated ({@code database}), or what rows look like ({@code call}, {@code dimension}, {@code rollup}).
 */
@NullMarked
package io.groqmeter.sqlite.schema;

import org.jspecify.annotations.NullMarked;
