package io.groqmeter.cli.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and times as people write them on the command line. */
public final class TimeArguments {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private TimeArguments() {}

    /**
     * A duration such as {@code 90s}, {@code 30m}, {@code 12h} or {@code 30d}.
     *
     * @param flag the flag it was given to, for the error message
     */
    public static Duration span(String flag, String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            throw CliException.misused(flag + " takes a duration such as 90s, 30m, 12h or 30d, not '" + text + "'");
        }
        return UNITS.getOrDefault(matcher.group(2), Duration.ZERO).multipliedBy(Long.parseLong(matcher.group(1)));
    }

    /** A duration from now on, a date (its beginning), or an instant such as {@code 2027-01-31T18:00:00Z}. */
    public static Instant moment(String flag, String text, Instant now, ZoneId zone) {
        if (SPAN.matcher(text).matches()) {
            return now.plus(span(flag, text));
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw CliException.misused(
                    flag + " takes a duration such as 12h or 30d, a date such as 2027-01-31, or a time such as"
                            + " 2027-01-31T18:00:00Z, not '" + text + "'");
        }
    }
}
