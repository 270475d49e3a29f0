package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.CountParameter;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.format.RecordJson;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordCursor;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/usage}: the calls themselves, latest first, page by page, or all of them as CSV. */
public final class UsageResource implements Resource {

    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final UsageStore store;
    private final WindowParameter windows;

    public UsageResource(UsageStore store, WindowParameter windows) {
        this.store = store;
        this.windows = windows;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        Window window = windows.of(request);
        Map<Dimension, String> only = GroupingParameters.only(request);
        if (CsvFile.isRequested(request)) {
            return UsageCsv.answer(store, window, only);
        }
        RecordPage page = store.find(
                new RecordQuery(window, only, CountParameter.of(request, "limit", USUAL, MOST), cursor(request)));
        return LocalResponse.json(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("data");
                    for (UsageRecord record : page.records()) {
                        RecordJson.write(json, record);
                    }
                    json.writeEndArray();
                    json.writeStringField("next_cursor", page.next().orElse(null));
                    json.writeEndObject();
                })
                .with("vary", "accept");
    }

    private static Optional<String> cursor(LocalRequest request) {
        Optional<String> cursor = request.parameter("cursor");
        try {
            cursor.ifPresent(RecordCursor::parse);
            return cursor;
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_cursor", "'cursor': " + e.getMessage());
        }
    }
}
