package io.groqmeter;

import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a person settles an unsettled call by hand: as nothing, as its worst case, or by the numbers that Groq's console shows.
 *
 * <p>The record says so for ever: outcome {@link Outcome#RESOLVED}, a usage that counts as estimated (Groq did not tell it in the
 * answer), and the tags {@value #AS}, {@value #BY} and {@value #AT}, which replace tags of the caller by these names.
 */
public final class Resolution {

    /** The tag that says how: {@code zero}, {@code worst-case} or {@code given}. */
    public static final String AS = "resolved_as";
    /** The tag that says who. */
    public static final String BY = "resolved_by";
    /** The tag that says when, in UTC. */
    public static final String AT = "resolved_at";

    private enum Kind {
        ZERO("zero"),
        WORST_CASE("worst-case"),
        GIVEN("given");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private final Kind kind;
    private final Usage usage;

    private Resolution(Kind kind, Usage usage) {
        this.kind = kind;
        this.usage = usage;
    }

    /** Groq billed nothing for the call. */
    public static Resolution zero() {
        return new Resolution(Kind.ZERO, Usage.builder(UsageBasis.ESTIMATED).build());
    }

    /** The call cost the most it could. What it used stays unknown, so there are no charges. */
    public static Resolution worstCase() {
        return new Resolution(
                Kind.WORST_CASE, Usage.builder(UsageBasis.ESTIMATED).build());
    }

    /**
     * The call used that.
     *
     * @param usage an {@link UsageBasis#ESTIMATED} usage; priced as on the day of the call
     */
    public static Resolution given(Usage usage) {
        if (usage.basis() != UsageBasis.ESTIMATED) {
            throw new IllegalArgumentException("what a person tells counts as estimated, not as " + usage.basis());
        }
        return new Resolution(Kind.GIVEN, usage);
    }

    /**
     * The record that settles the call. Append it under no other id: the call's own closes it, once.
     *
     * @param by who resolves it
     * @param at when
     * @return empty when the call shall cost its worst case and no bound is known
     */
    public Optional<UsageRecord> settle(OpenCall open, Rater rater, String by, Instant at) {
        Call call = new Call(
                open.endpoint(), open.requestModel(), null, null, null, false, 0, Outcome.RESOLVED, Timings.unknown());
        RatedUsage rated =
                switch (kind) {
                    case ZERO -> RatedUsage.free(usage);
                    case WORST_CASE ->
                        atMost(open.worstCaseCost().orElse(null), rater.rate(call, usage, open.startedAt()));
                    case GIVEN -> rater.rate(call, usage, open.startedAt());
                };
        return Optional.ofNullable(rated)
                .map(known ->
                        new UsageRecord(open.id(), open.startedAt(), call, signed(open.attribution(), by, at), known));
    }

    private static @Nullable RatedUsage atMost(@Nullable BigDecimal worst, RatedUsage rated) {
        return worst == null ? null : new RatedUsage(rated.usage(), worst, rated.basis(), rated.charges());
    }

    private Attribution signed(Attribution caller, String by, Instant at) {
        Map<String, String> tags = new HashMap<>(caller.tags());
        tags.put(AS, kind.label);
        tags.put(BY, by);
        tags.put(AT, at.toString());
        return new Attribution(caller.key(), caller.project(), caller.user(), tags);
    }
}
