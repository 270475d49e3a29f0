/**
 * Groq's API as the simulator answers it: one file per endpoint, in every format Groq uses.
 *
 * <p><b>Is:</b> the part that knows Groq: paths, JSON, event streams, errors, and how many tokens a call takes.
 *
 * <p><b>Owns:</b> what is generated, the files and the batches.
 *
 * <p><b>Does not own:</b> how bytes are delivered (package {@code wire}) or what they cost (package {@code book}).
 */
@NullMarked
package io.groqmeter.simulator.endpoint;

import org.jspecify.annotations.NullMarked;
