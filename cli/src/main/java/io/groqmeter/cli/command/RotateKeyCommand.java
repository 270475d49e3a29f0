package io.groqmeter.cli.command;

import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.TimeArguments;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.store.PolicyStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter keys rotate}: gives a caller key a new text; the current one may stay valid for a while. */
@Command(
        name = "rotate",
        description =
                "Give a caller key a new text and print it, only this once. Its name, project, models and expiry stay.")
final class RotateKeyCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The key's name.")
    private String name = "";

    @Option(
            names = "--grace",
            paramLabel = "SPAN",
            defaultValue = "0s",
            description = "How long the current text stays valid, such as 1h; default: not at all.")
    private String grace = "0s";

    @Option(names = "--json", description = "Print one JSON object, with the key in 'key'.")
    private boolean json;

    RotateKeyCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        try (PolicyStore policies = Policies.open(settings)) {
            IssuedKey.tell(
                    KeysCommand.book(settings, policies, around).rotate(name, TimeArguments.span("--grace", grace)),
                    json,
                    settings,
                    around);
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
        return 0;
    }
}
