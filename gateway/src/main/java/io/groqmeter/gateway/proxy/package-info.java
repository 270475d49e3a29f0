/**
 * The thin proxy in front of Groq.
 *
 * <p><b>Is:</b> the way of a call: {@link io.groqmeter.gateway.proxy.ProxyHandler} opens it, {@link
 * io.groqmeter.gateway.proxy.ProxiedCall} puts it down as open, {@link io.groqmeter.gateway.proxy.Attempt} carries it over one
 * connection, {@link io.groqmeter.gateway.proxy.UsageTap} looks at the bytes as they pass.
 *
 * <p><b>Owns:</b> transparency (bytes, status and headers arrive as they were sent, {@link
 * io.groqmeter.gateway.proxy.VerboseTranscript} apart) and the order of things: open on disk before the
 * first byte to Groq, settled on disk before the answer's end.
 *
 * <p><b>Does not own:</b> the meaning of the bytes ({@code io.groqmeter.groq}) or the books (core).
 */
@NullMarked
package io.groqmeter.gateway.proxy;

import org.jspecify.annotations.NullMarked;
