package io.groqmeter.store.json;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ids for calls that are told in the first tool's words alone: model, tokens, cost, time and a {@code request_id} that need not be
 * unique. They are the ids a reader of {@code usage_log.json} works out, so that such a call is the same record in every store and
 * needs no more than the seven keys in the file. Thread-safe.
 */
public final class SeedIds {

    private static final int REMEMBERED = 10_000;

    private final UsageStore store;

    /** The last ordinal given to entries that say the same, for those that may not be in the store yet. */
    private final Map<String, Long> given = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    public SeedIds(UsageStore store) {
        this.store = store;
    }

    /** The same record under the id its fields give it; its start is cut to the second, as the file tells it. */
    public synchronized UsageRecord named(UsageRecord record) {
        LogEntry entry = LogEntry.of(record, record.requestId(), store.calendar());
        long ordinal = given.getOrDefault(entry.content(), 0L) + 1;
        while (store.find(EntryIds.derived(entry, ordinal)).isPresent()) {
            ordinal++;
        }
        given.put(entry.content(), ordinal);
        return new UsageRecord(
                EntryIds.derived(entry, ordinal),
                record.startedAt().truncatedTo(ChronoUnit.SECONDS),
                record.call(),
                record.attribution(),
                record.rated(),
                record.requestId(),
                record.calls());
    }
}
