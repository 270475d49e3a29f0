/**
 * The metering of an HTTP exchange with Groq, whatever transport carries it.
 *
 * <p><b>Is:</b> {@link io.groqmeter.exchange.CallMeter}, which the gateway and the integrations share, and readers of compressed bodies.
 *
 * <p><b>Owns:</b> that a call is recorded once, however it ends: complete, at {@code [DONE]}, by an error, by a cancellation.
 *
 * <p><b>Does not own:</b> the transport, the meaning of the bytes ({@code io.groqmeter.groq}), or the store.
 */
@NullMarked
package io.groqmeter.exchange;

import org.jspecify.annotations.NullMarked;
