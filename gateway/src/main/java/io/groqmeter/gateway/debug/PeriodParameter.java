package io.groqmeter.gateway.debug;

import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.report.Period;
import io.groqmeter.report.Summaries;
import java.util.Optional;

/** The period that a request names by {@code type}, {@code date} or {@code month}. */
final class PeriodParameter {

    private PeriodParameter() {}

    /** @throws BadRequest when it is invalid, or more than one is given */
    static Period of(LocalRequest request, Summaries summaries) {
        Optional<String> type = request.parameter("type");
        Optional<String> date = request.parameter("date");
        Optional<String> month = request.parameter("month");
        if ((type.isPresent() ? 1 : 0) + (date.isPresent() ? 1 : 0) + (month.isPresent() ? 1 : 0) > 1) {
            throw new BadRequest("several_periods", "give only one of 'type', 'date' and 'month'");
        }
        try {
            if (date.isPresent()) {
                return Period.day(date.get());
            }
            return month.isPresent() ? Period.month(month.get()) : summaries.named(type.orElse("today"));
        } catch (IllegalArgumentException e) {
            String name = date.isPresent() ? "date" : month.isPresent() ? "month" : "type";
            throw new BadRequest("invalid_" + name, "'" + name + "': " + e.getMessage());
        }
    }
}
