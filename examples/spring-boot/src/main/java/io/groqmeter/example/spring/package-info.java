/**
 * A Spring Boot application that calls Groq through Spring AI, and meters what it calls.
 *
 * <p><b>Is:</b> one class; {@code examples/run spring-boot} starts it.
 *
 * <p><b>Owns:</b> nothing that another module uses.
 *
 * <p><b>Does not own:</b> the metering: the module {@code spring-boot} on its class path does it.
 */
@NullMarked
package io.groqmeter.example.spring;

import org.jspecify.annotations.NullMarked;
