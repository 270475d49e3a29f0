/**
 * HTTP/1.1 towards the client.
 *
 * <p><b>Is:</b> one {@link io.groqmeter.gateway.http.ClientConnection} per connection, which passes one request at a time to an
 * {@link io.groqmeter.gateway.http.Exchange} and writes its answer.
 *
 * <p><b>Owns:</b> keep-alive, pipelining, backpressure, rejecting malformed requests, the form of errors.
 *
 * <p><b>Does not own:</b> the content of answers.
 */
@NullMarked
package io.groqmeter.gateway.http;

import org.jspecify.annotations.NullMarked;
