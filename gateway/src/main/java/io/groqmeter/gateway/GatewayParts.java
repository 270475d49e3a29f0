package io.groqmeter.gateway;

import io.groqmeter.UsageMeter;
import io.groqmeter.gateway.alert.Alerts;
import io.groqmeter.gateway.alert.RateHeadroom;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the gateway depends on; created and closed by its owner.
 *
 * @param meter records the calls
 * @param store answers queries
 * @param policies budgets, keys and alert rules; shared with other processes
 * @param prices the price list in force
 * @param live notifies pages and {@code tail} of each call; must be one of the meter's listeners
 * @param alerts the alerts in force; scheduled by whoever starts the gateway
 * @param headroom receives Groq's rate-limit headers
 * @param damage unresolved damage in the data folder, a line each with its fix
 * @param clock the time
 */
public record GatewayParts(
        UsageMeter meter,
        UsageStore store,
        PolicyStore policies,
        LivePrices prices,
        LiveFeed live,
        Supplier<Alerts> alerts,
        RateHeadroom headroom,
        Supplier<List<String>> damage,
        InstantSource clock) {}
