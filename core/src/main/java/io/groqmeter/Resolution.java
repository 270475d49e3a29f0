package io.groqmeter;

import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a person settles an unsettled call by hand: as nothing, as its worst case, or by the numbers that Groq's console shows.
 *
 * <p>The record says so for ever: outcome {@link Outcome#RESOLVED}, a usage that counts as estimated (Groq did not tell it in the
 * answer), and the tags {@value #AS}, {@value #BY} and {@value #AT}, which replace tags of the caller by these names.
 *
 * <p>Of the {@linkplain Remainder rest} of a call, the record beside it counts a part already: given numbers are those of the whole
 * call, and what they say beyond that record is appended. Where they say less, nothing is: what is counted stays counted, for records
 * are never changed.
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

    /** Whether it is by given numbers. */
    public boolean isGiven() {
        return kind == Kind.GIVEN;
    }

    /**
     * The record that settles the call. Append it under no other id: the call's own closes it, once.
     *
     * @param beside the record whose rest the call is; empty for a call of its own
     * @param by who resolves it
     * @param at when
     * @return empty when the call shall cost its worst case and no bound is known
     */
    public Optional<UsageRecord> settle(
            OpenCall open, Optional<UsageRecord> beside, Rater rater, String by, Instant at) {
        Call call = new Call(
                open.endpoint(), open.requestModel(), null, null, null, false, 0, Outcome.RESOLVED, Timings.unknown());
        RatedUsage rated =
                switch (kind) {
                    case ZERO -> RatedUsage.free(usage);
                    case WORST_CASE ->
                        atMost(open.worstCaseCost().orElse(null), rater.rate(call, usage, open.startedAt()));
                    case GIVEN -> {
                        RatedUsage whole = rater.rate(call, usage, open.startedAt());
                        yield Remainder.recordOf(open).isEmpty() ? whole : beyond(open, beside, whole);
                    }
                };
        long calls = Remainder.recordOf(open).isEmpty() ? 1 : 0; // a rest is a call that is counted already
        return Optional.ofNullable(rated)
                .map(known -> new UsageRecord(
                        open.id(), open.startedAt(), call, signed(open.attribution(), by, at), known, null, calls));
    }

    /** Without charges: they are those of the whole call. */
    private static RatedUsage beyond(OpenCall rest, Optional<UsageRecord> beside, RatedUsage whole) {
        BigDecimal cost = whole.cost().subtract(Remainder.counted(rest)).max(BigDecimal.ZERO);
        Usage counted = beside.map(UsageRecord::usage).orElse(Usage.unknown());
        return new RatedUsage(beyond(whole.usage(), counted), cost, whole.basis(), List.of());
    }

    private static Usage beyond(Usage whole, Usage counted) {
        OptionalLong input = beyond(whole.inputTokens(), counted.inputTokens());
        OptionalLong cached = whole.cacheReadInputTokens();
        UsageBuilder more = Usage.builder(whole.basis())
                .inputTokens(input)
                .cacheReadInputTokens(
                        cached.isEmpty() ? cached : OptionalLong.of(Math.min(cached.getAsLong(), input.orElse(0))))
                .outputTokens(beyond(whole.outputTokens(), counted.outputTokens()))
                .characters(beyond(whole.characters(), counted.characters()));
        whole.audio()
                .map(length -> length.minus(counted.audio().orElse(Duration.ZERO)))
                .filter(length -> !length.isNegative())
                .ifPresent(more::audio);
        return more.build();
    }

    private static OptionalLong beyond(OptionalLong whole, OptionalLong counted) {
        return whole.isEmpty() ? whole : OptionalLong.of(Math.max(0, whole.getAsLong() - counted.orElse(0)));
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
