/**
 * Who may call through the gateway.
 *
 * <p><b>Is:</b> {@link io.groqmeter.access.CallerKey}, what is kept of a key that was given to an app; {@link
 * io.groqmeter.access.KeyBook}, by which an owner makes, revokes and rotates keys; {@link io.groqmeter.access.KeyRing}, by which a
 * gateway recognises them.
 *
 * <p><b>Owns:</b> the form of a key's text, its keyed hash, and when it is valid.
 *
 * <p><b>Does not own:</b> where keys are kept ({@code io.groqmeter.store}), how a request carries one, or what it may spend.
 */
@NullMarked
package io.groqmeter.access;

import org.jspecify.annotations.NullMarked;
