/**
 * Alerts about spend, budgets and the store.
 *
 * <p><b>Is:</b> {@link io.groqmeter.gateway.alert.AlertRule}, when to alert whom; {@link
 * io.groqmeter.gateway.alert.AlertEvaluator}, which evaluates rules; {@link io.groqmeter.gateway.alert.AlertOutbox}, where an alert
 * stays on disk until every channel has accepted it; {@link io.groqmeter.gateway.alert.AlertScheduler}, which runs both.
 *
 * <p><b>Owns:</b> that each rule alerts once per period, at least once per channel, across crashes.
 *
 * <p><b>Does not own:</b> sums (the store's rollups), budgets, how a channel delivers an alert ({@code channel}).
 */
@NullMarked
package io.groqmeter.gateway.alert;

import org.jspecify.annotations.NullMarked;
