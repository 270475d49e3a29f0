/**
 * Tells people when money or books need them.
 *
 * <p><b>Is:</b> {@link io.groqmeter.gateway.alert.AlertRule}, what to look for; {@link io.groqmeter.gateway.alert.AlertEvaluator}, which
 * looks; {@link io.groqmeter.gateway.alert.AlertOutbox}, where an alert waits on disk until every channel has taken it; {@link
 * io.groqmeter.gateway.alert.AlertScheduler}, the thread that does both.
 *
 * <p><b>Owns:</b> that each rule tells once a period, at least once to each channel, over crashes.
 *
 * <p><b>Does not own:</b> sums (the store's rollups), budgets, how a channel carries an alert ({@code channel}).
 */
@NullMarked
package io.groqmeter.gateway.alert;

import org.jspecify.annotations.NullMarked;
