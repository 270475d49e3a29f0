/**
 * Pieces of the hot path, measured alone with JMH: time and allocation of one operation.
 *
 * <p><b>Is:</b> what {@code bench/jmh} runs.
 *
 * <p><b>Owns:</b> the inputs of each piece, which resemble Groq's traffic in size and shape.
 *
 * <p><b>Does not own:</b> any judgement of a whole call; that is the side-by-side run's.
 */
@NullMarked
package io.groqmeter.bench.micro;

import org.jspecify.annotations.NullMarked;
