/**
 * Who may use what of the gateway.
 *
 * <p><b>Is:</b> {@link io.groqmeter.gateway.access.RouteAuthorizer}, which lets requests to the meter's own routes in by their {@link
 * io.groqmeter.gateway.access.Permission}; {@link io.groqmeter.gateway.access.HostRule}, which tells this machine's programs from foreign
 * pages; {@link io.groqmeter.gateway.access.FailedAttempts}, which slows guessing.
 *
 * <p><b>Owns:</b> tokens, sessions of browsers, the checks of {@code Host} and {@code Origin}.
 *
 * <p><b>Does not own:</b> caller keys ({@code io.groqmeter.access}); who may call Groq is {@code proxy.CallerResolver}' to say.
 */
@NullMarked
package io.groqmeter.gateway.access;

import org.jspecify.annotations.NullMarked;
