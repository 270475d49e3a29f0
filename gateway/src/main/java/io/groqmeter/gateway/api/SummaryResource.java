package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.CountParameter;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.Comparison;
import io.groqmeter.report.UsageBreakdown;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** {@code GET /api/summary}: sums of a window by group, their total, and how exact it is; or the groups as CSV. */
public final class SummaryResource implements Resource {

    /** The maximum number of groups in one answer. */
    static final int MAX_GROUPS = 10_000;

    private final UsageStore store;
    private final IntSupplier spooled;
    private final WindowParameter windows;

    /** @param spooled how many records wait on disk, and are missing in the sums */
    public SummaryResource(UsageStore store, IntSupplier spooled, WindowParameter windows) {
        this.store = store;
        this.spooled = spooled;
        this.windows = windows;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        List<Dimension> by = GroupingParameters.by(request);
        RollupQuery query = new RollupQuery(windows.of(request), by, GroupingParameters.only(request));
        if (CsvFile.isRequested(request)) {
            return CsvFile.of("summary", query.window(), store.calendar(), SummaryCsv.lines(by, store.rollup(query)));
        }
        int limit = CountParameter.of(request, "limit", MAX_GROUPS, MAX_GROUPS);
        Optional<String> cursor = request.parameter("cursor");
        boolean compared = comparesPrevious(request);
        UsageBreakdown found = UsageBreakdown.of(store, query);
        Optional<Comparison> comparison =
                compared ? Optional.of(Comparison.of(store, query, found.total())) : Optional.empty();
        List<UsageRollup> rest =
                cursor.map(after -> GroupCursor.rest(found.groups(), after, by)).orElse(found.groups());
        List<UsageRollup> page =
                by.isEmpty() ? List.of() : rest.stream().limit(limit).toList();
        return LocalResponse.json(json -> {
                    json.writeStartObject();
                    head(json, query);
                    json.writeObjectFieldStart("total");
                    SumsJson.fields(json, found.total());
                    json.writeEndObject();
                    SumsJson.split(json, "usage_basis", found.usageBasis());
                    SumsJson.split(json, "price_basis", found.priceBasis());
                    UnsettledJson.write(json, found);
                    json.writeNumberField("spooled", spooled.getAsInt());
                    if (comparison.isPresent()) {
                        ComparisonJson.write(json, comparison.get());
                    }
                    json.writeArrayFieldStart("data");
                    for (UsageRollup group : page) {
                        group(json, group, by);
                    }
                    json.writeEndArray();
                    String next = !page.isEmpty() && page.size() < rest.size()
                            ? GroupCursor.after(page.get(page.size() - 1), by)
                            : null;
                    json.writeStringField("next_cursor", next);
                    json.writeEndObject();
                })
                .with("vary", "accept");
    }

    /** @throws BadRequest when it requests anything but the previous window, or compares a window without an end */
    private static boolean comparesPrevious(LocalRequest request) {
        Optional<String> compare = request.parameter("compare");
        if (compare.isEmpty()) {
            return false;
        }
        if (!compare.get().equals("previous")) {
            throw new BadRequest("invalid_compare", "'compare' must be previous, not '" + compare.get() + "'");
        }
        if (request.parameter("from").isEmpty() || request.parameter("to").isEmpty()) {
            throw new BadRequest("invalid_compare", "'compare' requires 'from' and 'to'");
        }
        return true;
    }

    private void head(JsonGenerator json, RollupQuery query) throws IOException {
        json.writeStringField("from", query.window().start().toString());
        json.writeStringField("to", query.window().end().toString());
        json.writeStringField("zone", store.calendar().zone().getId());
        json.writeArrayFieldStart("by");
        for (Dimension dimension : query.by()) {
            json.writeString(dimension.label());
        }
        json.writeEndArray();
    }

    private static void group(JsonGenerator json, UsageRollup group, List<Dimension> by) throws IOException {
        json.writeStartObject();
        for (Dimension dimension : by) {
            String value = group.group().get(dimension);
            if (dimension == Dimension.STATUS && value != null) {
                json.writeNumberField(dimension.label(), Integer.parseInt(value));
            } else {
                json.writeStringField(dimension.label(), value);
            }
        }
        SumsJson.fields(json, group.sums());
        json.writeEndObject();
    }
}
