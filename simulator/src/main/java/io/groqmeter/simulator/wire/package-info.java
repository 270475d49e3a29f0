/**
 * HTTP as the simulator speaks it: whole requests in, replies out, whole or broken.
 *
 * <p><b>Is:</b> a small HTTP/1.1 server on Netty that delivers an answer in any way a test wants it: late, in drops, compressed, cut
 * off, never.
 *
 * <p><b>Owns:</b> connections, pace and backpressure.
 *
 * <p><b>Does not own:</b> what is said: it knows nothing of Groq.
 */
@NullMarked
package io.groqmeter.simulator.wire;

import org.jspecify.annotations.NullMarked;
