package io.groqmeter.gateway.alert;

import io.groqmeter.UsageQueue;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The alerts of a data folder: rules, history and channels.
 *
 * @param rules in force
 * @param outbox of decided alerts
 * @param channels by name, including the log
 * @param messages in the language of the alerts
 */
public record Alerts(AlertRules rules, AlertOutbox outbox, Map<String, Channel> channels, Messages messages) {

    public Alerts {
        channels = Map.copyOf(channels);
    }

    /**
     * Those of a policy store.
     *
     * @throws IllegalArgumentException when a rule names an unknown channel
     */
    public static Alerts of(
            PolicyStore policies, List<AlertRule> ofFile, Map<String, Channel> channels, Locale locale) {
        return new Alerts(
                new AlertRules(policies, ofFile, channels.keySet()),
                new AlertOutbox(policies),
                channels,
                Messages.beside(Alerts.class, locale));
    }

    /** Their scheduler, not started yet. */
    public AlertScheduler scheduler(
            UsageStore store,
            UsageQueue queue,
            BudgetStatusSource budgets,
            RateHeadroom headroom,
            Supplier<PriceList> prices,
            InstantSource clock) {
        return new AlertScheduler(
                rules, new AlertEvaluator(store, queue, budgets, headroom, prices), outbox, channels, messages, clock);
    }

    /**
     * Sends a test alert by one channel now.
     *
     * @throws IOException when it fails
     * @throws IllegalArgumentException when there is no such channel
     */
    public void test(String channel, Instant now) throws IOException {
        Channel tested = channels.get(channel);
        if (tested == null) {
            throw new IllegalArgumentException(
                    "there is no channel '" + channel + "'; alerts.json has " + String.join(", ", channels.keySet()));
        }
        tested.send(new Alert(
                "test-" + now.toEpochMilli(), "test", now, now, messages.say("alert.test", channel), Map.of()));
    }
}
