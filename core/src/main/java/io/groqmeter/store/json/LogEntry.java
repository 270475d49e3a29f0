package io.groqmeter.store.json;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of {@code usage_log.json} says.
 *
 * @param inputTokens absent when the entry does not tell
 * @param outputTokens absent when the entry does not tell
 * @param cost US dollars with every digit of the file; empty when the entry does not tell
 * @param time the wall clock of the zone the file was written in, or of {@code offset}
 * @param offset the distance from UTC, when the entry tells; the first tool never did
 * @param model the model; null when the entry does not tell
 * @param requestId the first tool's {@code request_id}, not unique; in entries of groqmeter the record's id; null when the entry
 *     does not tell
 * @param more what groqmeter knows beyond the seven; empty in entries of the first tool
 */
record LogEntry(
        OptionalLong inputTokens,
        OptionalLong outputTokens,
        Optional<BigDecimal> cost,
        LocalDateTime time,
        @Nullable ZoneOffset offset,
        @Nullable String model,
        @Nullable String requestId,
        Map<String, Object> more) {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    /** What the seven fields say of a record. One without a name of the caller's own goes by its id. */
    static LogEntry of(UsageRecord record, @Nullable String requestId, UsageCalendar calendar) {
        return new LogEntry(
                OptionalLong.of(record.usage().inputTokens().orElse(0)),
                OptionalLong.of(record.usage().outputTokens().orElse(0)),
                Optional.of(record.cost()),
                LocalDateTime.ofInstant(record.startedAt(), calendar.zone()).truncatedTo(ChronoUnit.SECONDS),
                null,
                record.call().model(),
                requestId,
                Map.of());
    }

    /**
     * When the call began. A wall clock time that a clock change skipped counts as that much later, one that it repeated as the
     * first of the two.
     */
    Instant startedAt(UsageCalendar calendar) {
        return offset != null
                ? time.toInstant(offset)
                : time.atZone(calendar.zone()).toInstant();
    }

    /** Everything the first tool's fields say, for telling entries apart; equal for equal values, however they are spelled. */
    String content() {
        return String.join(
                "\n",
                time.toString(),
                String.valueOf(offset),
                PythonJson.of(model),
                String.valueOf(inputTokens),
                String.valueOf(outputTokens),
                cost.map(PlainDecimal::of).orElse("?"),
                PythonJson.of(requestId));
    }

    /** The seven keys as an element of the log's array, indented, without the line end before it and the comma behind it. */
    String text() {
        return seven() + "\n  }";
    }

    /**
     * The same with what groqmeter knows beyond the seven.
     *
     * @param moreOfIt a JSON object on one line
     */
    String text(String moreOfIt) {
        return seven() + ",\n    \"" + LogEntryReader.MORE + "\": " + moreOfIt + "\n  }";
    }

    private String seven() {
        long input = inputTokens.orElse(0);
        long output = outputTokens.orElse(0);
        return "  {\n    \"input_tokens\": " + input
                + ",\n    \"output_tokens\": " + output
                + ",\n    \"total_tokens\": " + (input + output)
                + ",\n    \"cost_usd\": " + PlainDecimal.of(cost.orElse(BigDecimal.ZERO))
                + ",\n    \"timestamp\": \"" + SECONDS.format(time)
                + "\",\n    \"model\": " + PythonJson.of(model)
                + ",\n    \"request_id\": " + PythonJson.of(requestId);
    }
}
