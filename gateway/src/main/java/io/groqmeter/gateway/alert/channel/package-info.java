/**
 * How an alert reaches people.
 *
 * <p><b>Is:</b> a {@link io.groqmeter.gateway.alert.Channel} for each way, and {@link io.groqmeter.gateway.alert.channel.AlertFile},
 * which reads them from {@code alerts.json}.
 *
 * <p><b>Owns:</b> the form of what is sent, and its signature.
 *
 * <p><b>Does not own:</b> when and how often something is sent. Secrets come from the environment and are kept nowhere.
 */
@NullMarked
package io.groqmeter.gateway.alert.channel;

import org.jspecify.annotations.NullMarked;
