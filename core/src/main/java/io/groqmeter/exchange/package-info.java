/**
 * A metered HTTP exchange with Groq, whoever carries it.
 *
 * <p><b>Is:</b> {@link io.groqmeter.exchange.MeteredExchange}, which integrations show the bytes of a call made in their own process;
 * {@link io.groqmeter.exchange.CallMeter}, which the gateway uses too.
 *
 * <p><b>Owns:</b> that a call is put down once, however it ends: whole, at {@code [DONE]}, by an error, by hanging up.
 *
 * <p><b>Does not own:</b> the transport, the meaning of the bytes ({@code io.groqmeter.groq}) or the books.
 */
@NullMarked
package io.groqmeter.exchange;

import org.jspecify.annotations.NullMarked;
