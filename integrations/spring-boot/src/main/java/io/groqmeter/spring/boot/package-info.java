/**
 * The meter in a Spring Boot application.
 *
 * <p><b>Is:</b> {@link io.groqmeter.spring.boot.GroqmeterAutoConfiguration}: with this module on the class path, calls of Spring
 * AI, {@code RestClient} and {@code WebClient} to Groq are metered.
 *
 * <p><b>Owns:</b> the properties {@code groqmeter.*} and the Actuator endpoint {@code groqmeter}.
 *
 * <p><b>Does not own:</b> how a call is seen: that is in the modules {@code okhttp}, {@code spring-web} and {@code micrometer}.
 */
@NullMarked
package io.groqmeter.spring.boot;

import org.jspecify.annotations.NullMarked;
