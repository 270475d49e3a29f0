/**
 * The simulator's HTTP: whole requests in, replies out, whole or broken.
 *
 * <p><b>Is:</b> a small HTTP/1.1 server on Netty that delivers an answer in any way a test needs: late, in small pieces,
 * compressed, cut off, never.
 *
 * <p><b>Owns:</b> connections, pace and backpressure.
 *
 * <p><b>Does not own:</b> the content of answers: it knows nothing of Groq.
 */
@NullMarked
package io.groqmeter.simulator.wire;

import org.jspecify.annotations.NullMarked;
