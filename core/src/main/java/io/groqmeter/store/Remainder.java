package io.groqmeter.store;

import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a call may have cost beyond its record, because Groq did not tell what it used: an unsettled call beside the record, listed,
 * held by budgets and resolved as any other.
 *
 * <p>It is written in the transaction that appends the record. Its id is the record's with {@value #SUFFIX} behind it, and two tags
 * say whose rest it is ({@value #OF}) and what the record has counted already ({@value #COUNTED}); they replace tags of the caller by
 * these names.
 */
public final class Remainder {

    /** What its id ends in; no other id does. */
    static final String SUFFIX = "-rest";
    /** The tag with the id of the record. */
    public static final String OF = "rest_of";
    /** The tag with the record's cost in US dollars. */
    public static final String COUNTED = "counted_usd";

    /** A program that brings its calls here may write anything into its tags. */
    private static final Pattern DOLLARS = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");

    private static final String ESTIMATED = "its usage is an estimate; it may have cost up to this much more";
    private static final String UNKNOWN = "its answer did not tell what it used; it may have cost up to this much";

    private Remainder() {}

    /**
     * What is left of a call's worst case beside its record.
     *
     * @param call as it was admitted
     * @return empty where Groq told the usage, and where the record counts the worst case already
     */
    public static Optional<OpenCall> of(OpenCall call, UsageRecord record) {
        if (record.usage().basis() == UsageBasis.MEASURED) {
            return Optional.empty();
        }
        Optional<BigDecimal> rest = call.worstCaseCost().map(worst -> worst.subtract(record.cost()));
        if (rest.isPresent() && rest.get().signum() <= 0) {
            return Optional.empty();
        }
        String model = record.call().model();
        return Optional.of(new OpenCall(
                record.id() + SUFFIX,
                record.startedAt(),
                call.endpoint(),
                model == null ? call.requestModel() : model,
                labelled(record),
                rest,
                record.usage().basis() == UsageBasis.ESTIMATED ? ESTIMATED : UNKNOWN));
    }

    private static Attribution labelled(UsageRecord record) {
        Attribution of = record.attribution();
        Map<String, String> tags = new HashMap<>(of.tags());
        tags.put(OF, record.id());
        tags.put(COUNTED, record.cost().toPlainString());
        return new Attribution(of.key(), of.project(), of.user(), tags);
    }

    /** The id of the record a call is the rest of; empty for a call of its own. */
    public static Optional<String> recordOf(OpenCall call) {
        return Optional.ofNullable(call.attribution().tags().get(OF))
                .filter(id -> call.id().equals(id + SUFFIX));
    }

    /** What the record counts already of what it may have cost: zero for a call that has none. */
    public static BigDecimal counted(OpenCall call) {
        return recordOf(call)
                .map(id -> call.attribution().tags().getOrDefault(COUNTED, ""))
                .filter(text -> DOLLARS.matcher(text).matches())
                .map(BigDecimal::new)
                .orElse(BigDecimal.ZERO);
    }
}
