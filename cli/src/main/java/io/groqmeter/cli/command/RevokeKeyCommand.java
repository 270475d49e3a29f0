package io.groqmeter.cli.command;

import io.groqmeter.access.CallerKey;
import io.groqmeter.access.CallerKeyJson;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter keys revoke}: revokes a caller key for good. */
@Command(
        name = "revoke",
        description =
                "Revoke a caller key for good. A running gateway refuses it within a second; calls in flight end as they"
                        + " would.")
final class RevokeKeyCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The key's name.")
    private String name = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    RevokeKeyCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        try (PolicyStore policies = Policies.open(settings)) {
            CallerKey key = KeysCommand.book(settings, policies, around).revoke(name);
            Messages words = CliMessages.in(settings.locale());
            around.out()
                    .print(
                            json
                                    ? JsonOutput.of(out -> CallerKeyJson.write(
                                            out, key, around.clock().instant()))
                                    : words.say("keys.revoked", name) + System.lineSeparator());
            around.out().flush();
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
        return 0;
    }
}
