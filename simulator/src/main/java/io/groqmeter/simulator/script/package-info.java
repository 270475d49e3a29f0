/**
 * Scripted answers, sent byte for byte.
 *
 * <p><b>Is:</b> the way to replay a recorded exchange.
 *
 * <p><b>Owns:</b> the queue of scripts and which request each matches.
 *
 * <p><b>Does not own:</b> generated answers; a scripted call is counted in the books, never billed.
 */
@NullMarked
package io.groqmeter.simulator.script;

import org.jspecify.annotations.NullMarked;
