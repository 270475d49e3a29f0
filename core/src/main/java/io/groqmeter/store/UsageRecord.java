package io.groqmeter.store;

import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One metered call: written once, never changed.
 *
 * @param id unique for ever in a store; appending it again is a no-op
 * @param startedAt when the call began, to the millisecond; the day it counts in
 * @param call what was asked and answered
 * @param attribution whom it is for
 * @param rated its quantities and cost
 * @param requestId the caller's own name for the call, as the first tool's {@code request_id}; need not be unique; null when
 *     the caller gave none
 * @param calls how many calls this record stands for: 1, or another count for a day imported as a whole
 */
public record UsageRecord(
        String id,
        Instant startedAt,
        Call call,
        Attribution attribution,
        RatedUsage rated,
        @Nullable String requestId,
        long calls) {

    public UsageRecord {
        if (id.isBlank() || id.length() > 200) {
            throw new IllegalArgumentException("a record needs an id of 1 to 200 characters, not "
                    + (id.isBlank() ? "a blank one" : "one of " + id.length()));
        }
        if (calls < 0) {
            throw new IllegalArgumentException("a record cannot stand for " + calls + " calls");
        }
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A record of one call. */
    public UsageRecord(String id, Instant startedAt, Call call, Attribution attribution, RatedUsage rated) {
        this(id, startedAt, call, attribution, rated, null, 1);
    }

    /**
     * The model of the list at whose price the call was counted, where that is not the name the call goes by: another name of it, or
     * the asked model's where the answer spelled it in its own way.
     */
    public Optional<String> pricedAs() {
        return rated.pricedAs().filter(model -> !model.equals(call.model()));
    }

    public Usage usage() {
        return rated.usage();
    }

    /** Whether it is one of the metered calls, which are billed. */
    public boolean metered() {
        return call.metered(usage());
    }

    /** US dollars at scale 12. */
    public BigDecimal cost() {
        return rated.cost();
    }
}
