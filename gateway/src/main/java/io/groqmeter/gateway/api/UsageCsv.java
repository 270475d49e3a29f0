package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Reply;
import io.groqmeter.report.RecordCsv;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordPages;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Calls as a CSV file to download: all that match, not a page of them, with the columns of {@code groqmeter export}. */
final class UsageCsv {

    private UsageCsv() {}

    /**
     * Whether CSV is asked for, by {@code format} or else by {@code Accept}.
     *
     * @throws BadRequest when the format is another, or a page of CSV is wanted
     */
    static boolean isAsked(LocalRequest request) {
        String format = request.parameter("format").orElse(request.accepts("text/csv") ? "csv" : "json");
        if (format.equals("json")) {
            return false;
        }
        if (!format.equals("csv")) {
            throw new BadRequest("invalid_format", "'format' must be json or csv, not '" + format + "'");
        }
        for (String page : List.of("limit", "cursor")) {
            if (request.parameter(page).isPresent()) {
                throw new BadRequest(
                        "invalid_" + page, "'" + page + "' is for pages of JSON; CSV has every call that matches");
            }
        }
        return true;
    }

    static Reply answer(UsageStore store, Window window, Map<Dimension, String> only) {
        Iterator<List<UsageRecord>> pages = new RecordPages(store, window, only);
        String first = RecordCsv.header() + lines(pages.next());
        Iterator<byte[]> rest = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pages.hasNext();
            }

            @Override
            public byte[] next() {
                return lines(pages.next()).getBytes(UTF_8);
            }
        };
        return new Reply(200, "text/csv; charset=utf-8; header=present", first.getBytes(UTF_8))
                .with("content-disposition", "attachment; filename=\"" + fileName(window, store.calendar()) + "\"")
                .with("vary", "accept")
                .followedBy(rest);
    }

    private static String lines(List<UsageRecord> records) {
        StringBuilder lines = new StringBuilder();
        records.forEach(record -> lines.append(RecordCsv.line(record)));
        return lines.toString();
    }

    /** Of the window's dates alone: nothing of a request is in it. */
    private static String fileName(Window window, UsageCalendar calendar) {
        Window always = Window.always();
        StringBuilder name = new StringBuilder("groqmeter-calls");
        if (window.start().isAfter(always.start())) {
            name.append("-from-").append(calendar.date(window.start()));
        }
        if (window.end().isBefore(always.end())) {
            name.append("-to-").append(calendar.date(window.end()));
        }
        return name.append(".csv").toString();
    }
}
