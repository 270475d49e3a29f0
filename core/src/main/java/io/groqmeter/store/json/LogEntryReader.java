package io.groqmeter.store.json;

import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Understands the entries of a log, whoever wrote them: keys in any order, unknown ones, and missing ones except
 * {@code timestamp}.
 */
final class LogEntryReader {

    /** The key of what groqmeter knows beyond the first tool's seven. */
    static final String MORE = "groqmeter";

    /** {@code 2025-01-15T10:30:00}, also with a space, with a fraction, with an offset. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .toFormatter();

    private static final int MOST_DOLLARS_DIGITS = 15;

    private LogEntryReader() {}

    /**
     * The entry those keys and values make.
     *
     * @throws IllegalArgumentException when a value is missing or cannot be one; the message names the key and the value
     */
    static LogEntry read(Map<String, Object> keys) {
        OptionalLong input = count(keys, "input_tokens");
        OptionalLong output = count(keys, "output_tokens");
        OptionalLong total = count(keys, "total_tokens");
        if (total.isPresent() && input.isPresent() != output.isPresent()) {
            long rest = total.getAsLong() - input.orElse(0) - output.orElse(0);
            input = input.isPresent() ? input : OptionalLong.of(Math.max(0, rest));
            output = output.isPresent() ? output : OptionalLong.of(Math.max(0, rest));
        }
        TemporalAccessor timestamp = timestamp(text(keys, "timestamp"));
        return new LogEntry(
                input,
                output,
                cost(keys),
                LocalDateTime.from(timestamp),
                timestamp.isSupported(ChronoField.OFFSET_SECONDS) ? ZoneOffset.from(timestamp) : null,
                text(keys, "model"),
                text(keys, "request_id"),
                more(keys));
    }

    private static TemporalAccessor timestamp(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException(
                    "it has no \"timestamp\", so it belongs to no day; add one like" + " \"2025-01-15T10:30:00\"");
        }
        try {
            return TIMESTAMP.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"timestamp\" must look like \"2025-01-15T10:30:00\", not " + PythonJson.of(text), e);
        }
    }

    private static OptionalLong count(Map<String, Object> keys, String key) {
        Object value = keys.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof BigDecimal number
                && number.signum() >= 0
                && number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(2 * Usage.MOST_TOKENS)) <= 0) {
            return OptionalLong.of(number.longValueExact());
        }
        throw new IllegalArgumentException("\"" + key + "\" must be a count of tokens, not " + PythonJson.of(value));
    }

    private static Optional<BigDecimal> cost(Map<String, Object> keys) {
        Object value = keys.get("cost_usd");
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof BigDecimal number
                && number.signum() >= 0
                && number.precision() - number.scale() <= MOST_DOLLARS_DIGITS) {
            return Optional.of(number);
        }
        throw new IllegalArgumentException("\"cost_usd\" must be an amount of dollars, not " + PythonJson.of(value));
    }

    private static @Nullable String text(Map<String, Object> keys, String key) {
        Object value = keys.get(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        throw new IllegalArgumentException("\"" + key + "\" must be text, not " + PythonJson.of(value));
    }

    private static Map<String, Object> more(Map<String, Object> keys) {
        Object value = keys.get(MORE);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // JsonTree makes no other maps
            Map<String, Object> more = (Map<String, Object>) map;
            return more;
        }
        throw new IllegalArgumentException("\"" + MORE + "\" must be an object, not " + PythonJson.of(value));
    }
}
