package io.groqmeter.cli.command;

import io.groqmeter.cli.books.AlertBooks;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.alert.Alerts;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter alerts test}: sends a test through each channel, now. */
@Command(
        name = "test",
        description = "Send a test through each channel, or the named ones, and say whether it was accepted.")
final class AlertTestCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "CHANNEL",
            description = "Channels of alerts.json; default: all, and the log.")
    private List<String> chosen = List.of();

    AlertTestCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        Messages words = CliMessages.in(settings.locale());
        int failed = 0;
        try (PolicyStore policies = Policies.open(settings)) {
            Alerts alerts = AlertBooks.open(settings, around, policies);
            for (String channel : chosen.isEmpty()
                    ? List.copyOf(new TreeSet<>(alerts.channels().keySet()))
                    : chosen) {
                try {
                    alerts.test(channel, around.clock().instant());
                    around.out().println(words.say("alerts.taken", channel));
                } catch (IOException e) {
                    failed++;
                    around.err().println("groqmeter: " + channel + ": " + e.getMessage());
                }
            }
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
        around.out().flush();
        return failed == 0 ? 0 : CliException.FAILED;
    }
}
