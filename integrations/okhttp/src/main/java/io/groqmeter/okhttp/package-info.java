/**
 * Metering for OkHttp and what is built on it: the official OpenAI SDK for Java, Spring AI 2.
 *
 * <p><b>Is:</b> {@link io.groqmeter.okhttp.MeteringInterceptor}, an application interceptor.
 *
 * <p><b>Owns:</b> reading OkHttp's requests and answers as they pass, without buffering them.
 *
 * <p><b>Does not own:</b> what they mean and what is recorded ({@code io.groqmeter.exchange}).
 */
@NullMarked
package io.groqmeter.okhttp;

import org.jspecify.annotations.NullMarked;
