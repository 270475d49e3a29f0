/**
 * The crash campaign: a gateway that is killed again and again under load, and the two sides' books compared at
 * the end, call by call. And the soak: the same load for long, without kills, under which a gateway must not grow.
 *
 * <p><b>Is:</b> the tester beside the gateway; nothing of it runs inside the gateway, which does not know it.
 *
 * <p><b>Owns:</b> the kills, the load, the samples and the report.
 *
 * <p><b>Does not own:</b> the books: the meter's are read from the data folder as any command reads them, Groq's are the
 * simulator's, asked over HTTP.
 */
@NullMarked
package io.groqmeter.proof;

import org.jspecify.annotations.NullMarked;
