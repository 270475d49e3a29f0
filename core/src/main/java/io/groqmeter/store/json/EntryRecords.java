package io.groqmeter.store.json;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Entries as records, and records as entries.
 *
 * <p>An entry of the first tool is an answered chat call. Its cost stays the file's, to 12 decimals. Where the shipped price list
 * gives the very same cost, the record is booked as priced by it, charges and all; where not, the first tool had a price of its
 * owner's: {@link PriceBasis#OVERRIDE} without charges. An entry without a cost is priced by the list.
 */
final class EntryRecords {

    private static final Rater LIST = new Rater(PriceList::shipped);

    private final UsageCalendar calendar;

    EntryRecords(UsageCalendar calendar) {
        this.calendar = calendar;
    }

    /**
     * The record an entry stands for.
     *
     * @param ordinal asked only when the id has to be worked out: the entry's ordinal, from 1, among those that say the same
     * @throws RuntimeException when a value is impossible
     */
    UsageRecord record(LogEntry entry, ToLongFunction<LogEntry> ordinal) {
        boolean named = EntryIds.isRecordId(entry.requestId());
        String id = named
                ? String.valueOf(entry.requestId())
                : entry.more().get("id") instanceof String told
                        ? told
                        : EntryIds.derived(entry, ordinal.applyAsLong(entry));
        return MoreReader.on(plain(entry, id), entry.more());
    }

    /** The entry that says all of a record, its cost and quantities in the first tool's fields and the rest beside them. */
    LogEntry entry(UsageRecord record, ToLongFunction<LogEntry> ordinal) {
        String name = record.requestId() == null && EntryIds.isRecordId(record.id()) ? record.id() : record.requestId();
        LogEntry seven = LogEntry.of(record, name, calendar);
        UsageRecord plain = record(seven, ordinal);
        return seven.with(MoreWriter.of(record, plain));
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

    private static RatedUsage rated(LogEntry entry, Call call, Usage usage, Instant startedAt) {
        RatedUsage listed = LIST.rate(call, usage, startedAt);
        if (entry.cost().isEmpty()) {
            return listed;
        }
        RatedUsage own = new RatedUsage(usage, entry.cost().get(), PriceBasis.OVERRIDE, List.of());
        return own.cost().equals(listed.cost()) ? listed : own;
    }
}
