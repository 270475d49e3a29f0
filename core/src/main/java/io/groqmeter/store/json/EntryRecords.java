package io.groqmeter.store.json;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.codec.UsageRecordJson;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Entries as records, and records as entries.
 *
 * <p>An entry of groqmeter carries its whole record beside the first tool's seven keys, and is that record.
 *
 * <p>An entry of the first tool is an answered chat call. Its cost stays the file's, to 12 decimals. Where the shipped price list
 * gives the very same cost, the record is booked as priced by it, charges and all; where not, the first tool had a price of its
 * owner's: {@link PriceBasis#OVERRIDE} without charges. An entry without a cost is priced by the list.
 */
final class EntryRecords {

    private final UsageCalendar calendar;
    private final Rater rater;

    EntryRecords(UsageCalendar calendar) {
        this(calendar, new Rater(PriceList::shipped));
    }

    /** @param rater with the list that prices the first tool's entries */
    EntryRecords(UsageCalendar calendar, Rater rater) {
        this.calendar = calendar;
        this.rater = rater;
    }

    /**
     * The record an entry stands for.
     *
     * @param keys the entry's, or those of a record in an export
     * @param ordinal asked only when the id has to be worked out: the entry's ordinal, from 1, among those that say the same
     * @throws RuntimeException when a value is impossible
     */
    UsageRecord record(Map<String, Object> keys, ToLongFunction<LogEntry> ordinal) {
        if (UsageRecordJson.isOne(keys)) {
            return UsageRecordJson.read(keys);
        }
        LogEntry entry = LogEntryReader.read(keys);
        if (entry.more().containsKey("object")) {
            UsageRecord record = UsageRecordJson.read(entry.more());
            refuseOther("cost_usd", entry.cost().orElse(record.cost()), record.cost());
            refuseOther("input_tokens", entry.inputTokens(), record.usage().inputTokens());
            refuseOther("output_tokens", entry.outputTokens(), record.usage().outputTokens());
            return record;
        }
        boolean named = EntryIds.isRecordId(entry.requestId());
        String id = named
                ? String.valueOf(entry.requestId())
                : entry.more().get("id") instanceof String told
                        ? told
                        : EntryIds.derived(entry, ordinal.applyAsLong(entry));
        UsageRecord record = FormerExtension.on(plain(entry, id), entry.more());
        if (!Window.always().contains(record.startedAt())) {
            throw new IllegalArgumentException("its time must be in the years 1970 to 9998, not " + record.startedAt());
        }
        return record;
    }

    private static void refuseOther(String key, OptionalLong entry, OptionalLong record) {
        long recorded = record.orElse(0);
        refuseOther(key, BigDecimal.valueOf(entry.orElse(recorded)), BigDecimal.valueOf(recorded));
    }

    private static void refuseOther(String key, BigDecimal entry, BigDecimal record) {
        if (entry.compareTo(record) != 0) {
            throw new IllegalArgumentException("its \"" + key + "\" is " + PlainDecimal.of(entry) + ", but its \""
                    + LogEntryReader.MORE + "\" says " + PlainDecimal.of(record) + "; correct either");
        }
    }

    /** The text of the entry that says all of a record: the first tool's seven keys, and the record beside them. */
    String text(UsageRecord record) {
        String name = record.requestId() == null && EntryIds.isRecordId(record.id()) ? record.id() : record.requestId();
        return LogEntry.of(record, name, calendar).text(UsageRecordJson.text(record));
    }

    private UsageRecord plain(LogEntry entry, String id) {
        Instant startedAt = entry.startedAt(calendar);
        Call call = new Call(
                Endpoint.CHAT, entry.model(), null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
        boolean told = entry.inputTokens().isPresent() || entry.outputTokens().isPresent();
        Usage usage = Usage.builder(told ? UsageBasis.MEASURED : UsageBasis.UNKNOWN)
                .inputTokens(entry.inputTokens())
                .outputTokens(entry.outputTokens())
                .build();
        String requestId = EntryIds.isRecordId(entry.requestId()) ? null : entry.requestId();
        return new UsageRecord(
                id, startedAt, call, Attribution.none(), rated(entry, call, usage, startedAt), requestId, 1);
    }

    private RatedUsage rated(LogEntry entry, Call call, Usage usage, Instant startedAt) {
        RatedUsage listed = rater.rate(call, usage, startedAt);
        if (entry.cost().isEmpty()) {
            return listed;
        }
        RatedUsage own = new RatedUsage(usage, entry.cost().get(), PriceBasis.OVERRIDE, List.of());
        return own.cost().equals(listed.cost()) ? listed : own;
    }
}
