/**
 * The ways to deliver an alert.
 *
 * <p><b>Is:</b> one {@link io.groqmeter.gateway.alert.Channel} per way, and {@link io.groqmeter.gateway.alert.channel.AlertFile},
 * which reads them from {@code alerts.json}.
 *
 * <p><b>Owns:</b> the format of what is sent, and its signature.
 *
 * <p><b>Does not own:</b> when and how often something is sent. Secrets come from the environment and are not stored.
 */
@NullMarked
package io.groqmeter.gateway.alert.channel;

import org.jspecify.annotations.NullMarked;
