package io.groqmeter.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.util.List;

/** An answer as a CSV file to download: everything that matches, not a page of it. */
final class CsvFile {

    private CsvFile() {}

    /**
     * Whether CSV is requested, by {@code format} or else by {@code Accept}.
     *
     * @throws BadRequest when the format is unknown, or a page of CSV is requested
     */
    static boolean isRequested(LocalRequest request) {
        String format = request.parameter("format").orElse(request.accepts("text/csv") ? "csv" : "json");
        if (format.equals("json")) {
            return false;
        }
        if (!format.equals("csv")) {
            throw new BadRequest("invalid_format", "'format' must be json or csv, not '" + format + "'");
        }
        for (String part : List.of("limit", "cursor", "compare")) {
            if (request.parameter(part).isPresent()) {
                throw new BadRequest("invalid_" + part, "'" + part + "' is for JSON only; CSV has every matching line");
            }
        }
        return true;
    }

    /**
     * The file, or its first part.
     *
     * @param what it contains: the first part of its name
     */
    static LocalResponse of(String what, Window window, UsageCalendar calendar, String lines) {
        return new LocalResponse(200, "text/csv; charset=utf-8; header=present", lines.getBytes(UTF_8))
                .with("content-disposition", "attachment; filename=\"" + name(what, window, calendar) + "\"")
                .with("vary", "accept");
    }

    /** Made of the window's dates only; nothing from the request. */
    private static String name(String what, Window window, UsageCalendar calendar) {
        Window always = Window.always();
        StringBuilder name = new StringBuilder("groqmeter-").append(what);
        if (window.start().isAfter(always.start())) {
            name.append("-from-").append(calendar.date(window.start()));
        }
        if (window.end().isBefore(always.end())) {
            name.append("-to-").append(calendar.date(window.end()));
        }
        return name.append(".csv").toString();
    }
}
