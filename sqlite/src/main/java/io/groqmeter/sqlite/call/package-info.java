/**
 * Calls as rows.
 *
 * <p><b>Is:</b> the tables {@code call} and {@code open_call}: a record to a row and back ({@link io.groqmeter.sqlite.call.CallRow}), and as much of a row as sums need ({@link io.groqmeter.sqlite.call.CallProjection}).
 *
 * <p><b>Owns:</b> the order of the columns, and the texts in them.
 *
 * <p><b>Does not own:</b> transactions, or which rows a question reads.
 */
@NullMarked
package io.groqmeter.sqlite.call;

import org.jspecify.annotations.NullMarked;
