package io.groqmeter.store;

import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that was admitted and has not settled yet.
 *
 * <p>It is on disk before anything is sent to Groq and goes away in the same transaction that appends its record. What is
 * left of a process that died, or of a call whose fate is not known, is <em>unsettled</em>.
 *
 * @param id the id its record will have
 * @param startedAt when it was admitted, to the millisecond
 * @param endpoint where it goes
 * @param requestModel the model asked for; null when not known (yet)
 * @param attribution whom it is for
 * @param worstCaseCost the most it can cost in US dollars; without trailing zeros; empty when no bound is known
 * @param unsettled why it will not settle by itself; null while it is in flight
 * @param owner the gateway that carries it, of several that may share a store; null where nobody said
 */
public record OpenCall(
        String id,
        Instant startedAt,
        Endpoint endpoint,
        @Nullable String requestModel,
        Attribution attribution,
        Optional<BigDecimal> worstCaseCost,
        @Nullable String unsettled,
        @Nullable String owner) {

    public OpenCall {
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
        worstCaseCost = worstCaseCost.map(PlainDecimal::bare);
    }

    /** A call of which nobody said who carries it. */
    public OpenCall(
            String id,
            Instant startedAt,
            Endpoint endpoint,
            @Nullable String requestModel,
            Attribution attribution,
            Optional<BigDecimal> worstCaseCost,
            @Nullable String unsettled) {
        this(id, startedAt, endpoint, requestModel, attribution, worstCaseCost, unsettled, null);
    }

    /** The same call, known not to settle by itself. */
    public OpenCall unsettledBecause(String reason) {
        return new OpenCall(id, startedAt, endpoint, requestModel, attribution, worstCaseCost, reason, owner);
    }

    /** The same call as that gateway's, unless it is another one's already. */
    public OpenCall ownedBy(@Nullable String gateway) {
        return gateway == null || owner != null
                ? this
                : new OpenCall(id, startedAt, endpoint, requestModel, attribution, worstCaseCost, unsettled, gateway);
    }

    /** Whether nobody else carries it: it has died when that gateway starts. */
    public boolean isOf(@Nullable String gateway) {
        return owner == null || owner.equals(gateway);
    }

    /** How many of those calls nothing bounds. */
    public static long unbounded(Collection<OpenCall> calls) {
        return calls.stream().filter(call -> call.worstCaseCost().isEmpty()).count();
    }

    /** The most those calls can cost together in US dollars, as far as bounds are known. */
    public static BigDecimal worstCase(Collection<OpenCall> calls) {
        return calls.stream().flatMap(call -> call.worstCaseCost().stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
