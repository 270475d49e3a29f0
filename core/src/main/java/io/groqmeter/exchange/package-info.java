/**
 * Metering of an HTTP exchange with Groq, whoever carries it.
 *
 * <p><b>Is:</b> {@link io.groqmeter.exchange.CallMeter}, which the gateway and the integrations share, and what reads compressed bodies.
 *
 * <p><b>Owns:</b> that a call is recorded once, however it ends: whole, at {@code [DONE]}, by an error, by hanging up.
 *
 * <p><b>Does not own:</b> the transport, the meaning of the bytes ({@code io.groqmeter.groq}) or the books.
 */
@NullMarked
package io.groqmeter.exchange;

import org.jspecify.annotations.NullMarked;
