/**
 * Who may use what of the gateway.
 *
 * <p><b>Is:</b> {@link io.groqmeter.gateway.access.RouteAuthorizer}, which authorizes requests to the gateway's own routes by
 * {@link io.groqmeter.gateway.access.Permission}; {@link io.groqmeter.gateway.access.HostRule}, which tells local programs from
 * foreign pages; {@link io.groqmeter.gateway.access.FailedAttempts}, which slows guessing.
 *
 * <p><b>Owns:</b> tokens, browser sessions, the checks of {@code Host} and {@code Origin}.
 *
 * <p><b>Does not own:</b> caller keys ({@code io.groqmeter.access}); {@code proxy.CallerResolver} decides who may call Groq.
 */
@NullMarked
package io.groqmeter.gateway.access;

import org.jspecify.annotations.NullMarked;
