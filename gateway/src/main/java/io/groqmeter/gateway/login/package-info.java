/**
 * How an owner's browser gets in.
 *
 * <p><b>Is:</b> {@code /login}, a form for the admin token, and {@code /logout}.
 *
 * <p><b>Owns:</b> what the form says.
 *
 * <p><b>Does not own:</b> tokens and sessions ({@code io.groqmeter.gateway.access}).
 */
@NullMarked
package io.groqmeter.gateway.login;

import org.jspecify.annotations.NullMarked;
