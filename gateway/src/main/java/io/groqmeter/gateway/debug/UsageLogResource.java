package io.groqmeter.gateway.debug;

import io.groqmeter.gateway.local.CountParameter;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.format.SeedJson;
import io.groqmeter.report.format.UsageLog;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import java.util.List;

/** {@code GET /debug/usage_log}: the latest metered calls as the first tool's log has them, oldest first. */
public final class UsageLogResource implements Resource {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final UsageStore store;

    public UsageLogResource(UsageStore store) {
        this.store = store;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        List<UsageRecord> latest =
                UsageLog.latest(store, CountParameter.of(request, "limit", DEFAULT_LIMIT, MAX_LIMIT));
        return LocalResponse.json(json -> {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (UsageRecord record : latest) {
                SeedJson.writeEntry(json, record, store.calendar());
            }
            json.writeEndArray();
        });
    }
}
