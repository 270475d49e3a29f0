/**
 * Appending to the database.
 *
 * <p><b>Is:</b> one batch in one transaction ({@code BatchWriter}), over the connection that writes ({@link
 * io.groqmeter.sqlite.write.WriteConnection}).
 *
 * <p><b>Owns:</b> the transaction: rows, open calls and rollups are committed together or not at all.
 *
 * <p><b>Does not own:</b> the stored forms, or when a batch is written.
 */
@NullMarked
package io.groqmeter.sqlite.write;

import org.jspecify.annotations.NullMarked;
