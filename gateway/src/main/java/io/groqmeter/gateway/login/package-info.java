/**
 * The login of an owner's browser.
 *
 * <p><b>Is:</b> {@code /login}, a form for the admin token, and {@code /logout}.
 *
 * <p><b>Owns:</b> the form.
 *
 * <p><b>Does not own:</b> tokens and sessions ({@code io.groqmeter.gateway.access}).
 */
@NullMarked
package io.groqmeter.gateway.login;

import org.jspecify.annotations.NullMarked;
