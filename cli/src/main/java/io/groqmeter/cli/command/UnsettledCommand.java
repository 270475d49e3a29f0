package io.groqmeter.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.cli.books.UnsettledBooks;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.codec.OpenCallJson;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.TextTable;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter unsettled}: the calls whose cost is unknown, and the most they can cost. */
@Command(
        name = "unsettled",
        description = "List the calls whose cost is unknown; 'unsettled resolve' settles them by hand.")
class UnsettledCommand implements Callable<Integer> {

    /** The same under its full name. */
    @Command(name = "list", description = "List the calls whose cost is unknown.")
    static final class Listing extends UnsettledCommand {
        Listing(CliContext around) {
            super(around);
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object: the calls and the most they can cost.")
    private boolean json;

    UnsettledCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public final Integer call() {
        Settings settings = Settings.of(around, spec);
        try (UnsettledBooks books = UnsettledBooks.toRead(settings, around.err())) {
            List<OpenCall> calls = books.calls();
            if (json) {
                around.out().print(JsonOutput.of(generator -> write(generator, calls)));
            } else {
                Messages words = CliMessages.in(settings.locale());
                lines(calls, books.calendar(), words).forEach(around.out()::println);
            }
            around.out().flush();
        }
        return 0;
    }

    private static void write(JsonGenerator json, List<OpenCall> calls) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("data");
        for (OpenCall call : calls) {
            OpenCallJson.write(json, call);
        }
        json.writeEndArray();
        json.writeStringField("worst_case_cost_usd", Dollars.digits(OpenCall.worstCase(calls)));
        json.writeEndObject();
    }

    private static List<String> lines(List<OpenCall> calls, UsageCalendar calendar, Messages words) {
        TextTable table = TextTable.ofText("");
        for (OpenCall call : calls) {
            Attribution of = call.attribution();
            table.row(
                    call.id(),
                    TIME.format(call.startedAt().atZone(calendar.zone())),
                    Objects.requireNonNullElse(
                            call.requestModel(), call.endpoint().label()),
                    call.worstCaseCost()
                            .map(cost -> words.say("unsettled.most", Dollars.text(cost, words.locale())))
                            .orElse(words.say("unsettled.unbounded")),
                    Stream.of(of.key(), of.project(), of.user())
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining(" ")),
                    Objects.requireNonNullElse(call.unsettled(), words.say("unsettled.left")));
        }
        return Stream.concat(
                        table.lines().stream(),
                        Stream.of(words.say(
                                "unsettled.sum",
                                calls.size(),
                                Dollars.text(OpenCall.worstCase(calls), words.locale()))))
                .toList();
    }
}
