/**
 * The drop-in gateway: a server that stands in front of Groq's API.
 *
 * <p><b>Is:</b> {@link io.groqmeter.gateway.GatewayServer}, which listens, and {@link io.groqmeter.gateway.Router}, which sends
 * each request to the proxy, to {@code /chat}, or to the meter's own pages and APIs.
 *
 * <p><b>Owns:</b> sockets and threads.
 *
 * <p><b>Does not own:</b> counting and pricing (core's {@link io.groqmeter.UsageMeter}) or keeping (a {@link
 * io.groqmeter.store.UsageStore}); both are given to it.
 */
@NullMarked
package io.groqmeter.gateway;

import org.jspecify.annotations.NullMarked;
