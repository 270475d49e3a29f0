/**
 * Groq's wire format, read and never rewritten.
 *
 * <p><b>Is:</b> readers of the bytes of requests and answers as they pass, in pieces of any size, that report what
 * was requested and what was used.
 *
 * <p><b>Owns:</b> every quirk of Groq's API: the three stream shapes, Compound's breakdown, batch files, audio without a duration.
 *
 * <p><b>Does not own:</b> the connection (the gateway and the integrations hold it), prices, or anything that outlives a call. It
 * keeps no content: prompts and completions are skipped, not stored.
 */
@NullMarked
package io.groqmeter.groq;

import org.jspecify.annotations.NullMarked;
