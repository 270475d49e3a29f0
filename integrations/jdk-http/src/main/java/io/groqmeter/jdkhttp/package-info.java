/**
 * Metering for {@code java.net.http}, the HTTP client of the JDK.
 *
 * <p><b>Is:</b> {@link io.groqmeter.jdkhttp.MeteringHttpClient}, a client that wraps another.
 *
 * <p><b>Owns:</b> reading requests and answers as they pass, whatever the body handler, and propagating every cancellation.
 *
 * <p><b>Does not own:</b> what they mean and what is recorded ({@code io.groqmeter.exchange}).
 */
@NullMarked
package io.groqmeter.jdkhttp;

import org.jspecify.annotations.NullMarked;
