/**
 * Values as columns hold them.
 *
 * <p><b>Is:</b> statement parameters and result columns in order, and the stored forms of ids, money, instants and numbers.
 *
 * <p><b>Owns:</b> these encodings: what was written is read back exactly.
 *
 * <p><b>Does not own:</b> which columns a table has.
 */
@NullMarked
package io.groqmeter.sqlite.column;

import org.jspecify.annotations.NullMarked;
