package io.groqmeter.cli.command;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.alert.AlertDelivery;
import io.groqmeter.gateway.alert.AlertDeliveryJson;
import io.groqmeter.gateway.alert.AlertOutbox;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.text.TextTable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter alerts history}: past alerts, and which channels accepted them. */
@Command(name = "history", description = "List past alerts, the latest first, and which channels accepted them.")
final class AlertHistoryCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "-n", paramLabel = "COUNT", defaultValue = "100", description = "The most to show; default: 100.")
    private int most = 100;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    AlertHistoryCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (most < 1) {
            throw CliException.misused("-n is at least 1, not " + most);
        }
        Settings settings = Settings.of(around, spec);
        try (PolicyStore policies = Policies.openToRead(settings)) {
            List<AlertDelivery> past =
                    new AlertOutbox(policies).all().stream().limit(most).toList();
            if (json) {
                around.out().print(JsonOutput.of(out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("data");
                    for (AlertDelivery delivery : past) {
                        out.writeRawValue(AlertDeliveryJson.write(delivery).toString());
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                }));
            } else {
                lines(past, settings).forEach(around.out()::println);
            }
            around.out().flush();
        }
        return 0;
    }

    private static List<String> lines(List<AlertDelivery> past, Settings settings) {
        Messages words = CliMessages.in(settings.locale());
        ZoneId zone = Books.calendarInUse(settings).zone();
        TextTable table = TextTable.ofText("");
        if (past.isEmpty()) {
            return List.of(words.say("alerts.quiet"));
        }
        for (AlertDelivery delivery : past) {
            table.row(
                    TIME.format(delivery.alert().at().atZone(zone)),
                    delivery.alert().rule(),
                    delivery.alert().text(),
                    new TreeMap<>(delivery.channels())
                            .entrySet().stream()
                                    .map(channel -> channel.getKey() + " "
                                            + words.say("alerts.state."
                                                    + channel.getValue()
                                                            .state()
                                                            .name()
                                                            .toLowerCase(Locale.ROOT)))
                                    .collect(Collectors.joining(", ")));
        }
        return table.lines();
    }
}
