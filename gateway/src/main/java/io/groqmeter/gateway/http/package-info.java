/**
 * HTTP/1.1 towards the client.
 *
 * <p><b>Is:</b> one {@link io.groqmeter.gateway.http.ClientConnection} per connection, which hands one request at a time to an
 * {@link io.groqmeter.gateway.http.Exchange} and takes its answer.
 *
 * <p><b>Owns:</b> keep-alive, pipelining, backpressure, refusing malformed requests, the form of our own errors.
 *
 * <p><b>Does not own:</b> what an answer says.
 */
@NullMarked
package io.groqmeter.gateway.http;

import org.jspecify.annotations.NullMarked;
