/**
 * What an integration of the meter into an HTTP client is built on.
 *
 * <p><b>Is:</b> {@link io.groqmeter.integration.MeteredExchange}, which is told the bytes of a call made in this process, and the
 * request headers that name whom a call is for ({@link io.groqmeter.integration.AttributionHeaders}).
 *
 * <p><b>Owns:</b> that a call is counted once, however many hooks of one process see it.
 *
 * <p><b>Does not own:</b> the transport, and how a call is metered ({@code io.groqmeter.exchange}, which the gateway uses too).
 */
@NullMarked
package io.groqmeter.integration;

import org.jspecify.annotations.NullMarked;
