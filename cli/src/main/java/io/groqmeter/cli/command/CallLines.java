package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.report.Messages;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.OneLine;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageCalendar;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls as lines on a console, in columns wide enough for most calls. */
final class CallLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Messages words;
    private final UsageCalendar calendar;

    CallLines(Locale locale, UsageCalendar calendar) {
        this.words = CliMessages.in(locale);
        this.calendar = calendar;
    }

    /** For example {@code 2026-11-22 10:30:00  openai/gpt-oss-20b   1,500 in   800 out  $0.000352}. */
    String of(UsageRecord record) {
        Usage usage = record.usage();
        String line = String.format(
                Locale.ROOT,
                "%s  %-32s  %s  %s  %10s  %s",
                TIME.format(record.startedAt().atZone(calendar.zone())),
                Objects.requireNonNullElse(
                        record.call().model(), record.call().endpoint().label()),
                words.say("log.in", String.format("%9s", count(usage.inputTokens()))),
                words.say("log.out", String.format("%9s", count(usage.outputTokens()))),
                Dollars.text(record.cost(), words.locale()),
                remarks(record));
        return OneLine.of(line.stripTrailing());
    }

    private String remarks(UsageRecord record) {
        Outcome outcome = record.call().outcome();
        UsageBasis basis = record.usage().basis();
        Attribution attribution = record.attribution();
        return Stream.of(
                        outcome == Outcome.COMPLETED ? null : record.call().status() + " " + outcome.label(),
                        basis == UsageBasis.MEASURED ? null : basis.label(),
                        attribution.project(),
                        attribution.user())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("  "));
    }

    private String count(OptionalLong tokens) {
        return tokens.isPresent() ? words.number(tokens.getAsLong()) : "–";
    }
}
