package io.groqmeter.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.cli.books.AlertBooks;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.alert.AlertRule;
import io.groqmeter.gateway.alert.AlertRuleJson;
import io.groqmeter.gateway.alert.Alerts;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.text.TextTable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter alerts}: the alert rules of a gateway. */
@Command(
        name = "alerts",
        description = "List the alert rules; 'alerts test' tries the channels, 'alerts history' shows past alerts."
                + " Rules are in alerts.json in the data folder, or added with POST /api/alerts.")
class AlertsCommand implements Callable<Integer> {

    /** The same under its full name. */
    @Command(name = "list", description = "List the alert rules.")
    static final class Listing extends AlertsCommand {
        Listing(CliContext around) {
            super(around);
        }
    }

    private static final Set<String> ELSEWHERE = Set.of("name", "type", "channels");

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    AlertsCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public final Integer call() {
        Settings settings = Settings.of(around, spec);
        try (PolicyStore policies = Policies.openToRead(settings)) {
            Alerts alerts = AlertBooks.open(settings, around, policies);
            List<AlertRule> rules = alerts.rules().all();
            if (json) {
                around.out().print(JsonOutput.of(out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("data");
                    for (AlertRule rule : rules) {
                        out.writeRawValue(AlertRuleJson.write(rule)
                                .put("source", alerts.rules().isOfFile(rule.name()) ? "file" : "store")
                                .toString());
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                }));
            } else {
                table(alerts, rules, CliMessages.in(settings.locale())).lines().forEach(around.out()::println);
            }
            around.out().flush();
        }
        return 0;
    }

    private static TextTable table(Alerts alerts, List<AlertRule> rules, Messages words) {
        TextTable table = TextTable.ofText("");
        if (rules.isEmpty()) {
            return table.row(words.say("alerts.none"));
        }
        for (AlertRule rule : rules) {
            ObjectNode json = AlertRuleJson.write(rule);
            String what = json.properties().stream()
                    .filter(field -> !ELSEWHERE.contains(field.getKey()))
                    .map(field -> field.getKey() + "="
                            + (field.getValue().isTextual() ? field.getValue().asText() : field.getValue()))
                    .collect(Collectors.joining(" "));
            table.row(
                    rule.name(),
                    json.get("type").asText(),
                    what,
                    "→ " + String.join(", ", rule.channels()),
                    alerts.rules().isOfFile(rule.name()) ? "alerts.json" : "");
        }
        return table;
    }
}
