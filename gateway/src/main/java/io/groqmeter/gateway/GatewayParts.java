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
 * What the gateway works with; made, and closed, by whoever starts it.
 *
 * @param meter records the calls
 * @param store answers questions about them
 * @param policies what was decided about the calls to come; shared with other processes
 * @param prices the price list of the moment
 * @param live tells pages and {@code tail} of each call; must be one of the meter's listeners
 * @param alerts whom to tell of what, now; watched by whoever starts it
 * @param headroom hears what Groq's answers say of its rate limits
 * @param damage what was found damaged in the data folder and nobody has seen to yet, a line each with the mend
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
