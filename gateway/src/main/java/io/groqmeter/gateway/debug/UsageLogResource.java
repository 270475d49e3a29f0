package io.groqmeter.gateway.debug;

import io.groqmeter.gateway.local.Count;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.SeedJson;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** {@code GET /debug/usage_log}: the latest metered calls as the first tool's log has them, oldest first. */
public final class UsageLogResource implements Resource {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final UsageStore store;

    public UsageLogResource(UsageStore store) {
        this.store = store;
    }

    @Override
    public Reply answer(LocalRequest request) {
        Deque<UsageRecord> oldestFirst = latest(Count.of(request, "limit", USUAL, MOST));
        return Reply.json(json -> {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (UsageRecord record : oldestFirst) {
                SeedJson.writeEntry(json, record, store.calendar());
            }
            json.writeEndArray();
        });
    }

    private Deque<UsageRecord> latest(int count) {
        Deque<UsageRecord> oldestFirst = new ArrayDeque<>(count);
        Optional<String> cursor = Optional.empty();
        do {
            RecordPage page = store.find(new RecordQuery(Window.always(), Map.of(), MOST, cursor));
            page.records().stream()
                    .filter(UsageLogResource::belongs)
                    .limit(count - oldestFirst.size())
                    .forEach(oldestFirst::addFirst);
            cursor = page.next();
        } while (cursor.isPresent() && oldestFirst.size() < count);
        return oldestFirst;
    }

    /** What the first tool's totals count, and what costs money although its answer never came: the log's costs make the total. */
    private static boolean belongs(UsageRecord record) {
        return record.call().endpoint().metered()
                && (record.call().answered() || record.cost().signum() > 0);
    }
}
