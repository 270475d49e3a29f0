/**
 * Metering for Spring's HTTP clients: {@code RestClient}, {@code RestTemplate} and {@code WebClient}.
 *
 * <p><b>Is:</b> {@link io.groqmeter.spring.web.MeteringInterceptor} for the first two, {@link
 * io.groqmeter.spring.web.MeteringFilter} for the last.
 *
 * <p><b>Owns:</b> reading Spring's requests and answers as they pass.
 *
 * <p><b>Does not own:</b> what they mean and what is recorded ({@code io.groqmeter.exchange}), or how it gets into an application
 * (the module {@code spring-boot}).
 */
@NullMarked
package io.groqmeter.spring.web;

import org.jspecify.annotations.NullMarked;
