/**
 * The proxy in front of Groq.
 *
 * <p><b>Is:</b> the path of a call: {@link io.groqmeter.gateway.proxy.ProxyHandler} opens it, {@link
 * io.groqmeter.gateway.proxy.ProxiedCall} records it as open, {@link io.groqmeter.gateway.proxy.Attempt} carries it over one
 * connection, {@link io.groqmeter.gateway.proxy.UsageTap} reads the bytes as they pass.
 *
 * <p><b>Owns:</b> transparency (bytes, status and headers arrive as they were sent, except for {@link
 * io.groqmeter.gateway.proxy.VerboseTranscript}) and ordering: open on disk before the first byte to Groq, settled on disk before
 * the answer's end.
 *
 * <p><b>Does not own:</b> the meaning of the bytes ({@code io.groqmeter.groq}) or the records (core).
 */
@NullMarked
package io.groqmeter.gateway.proxy;

import org.jspecify.annotations.NullMarked;
