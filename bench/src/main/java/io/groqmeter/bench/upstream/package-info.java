/**
 * Stands in for Groq in a bench: as fast as can be, the same answers again and again, and books of its own.
 *
 * <p><b>Is:</b> nginx for small JSON, a server of our own for all else: nginx would answer before it has read a long body, and
 * cannot pace a stream.
 *
 * <p><b>Owns:</b> the count of what was answered.
 *
 * <p><b>Does not own:</b> the answers, which are {@code traffic}'s; nor HTTP in general: it understands what proxies send to Groq.
 */
@NullMarked
package io.groqmeter.bench.upstream;

import org.jspecify.annotations.NullMarked;
