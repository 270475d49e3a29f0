package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.settings.ConfigPage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code groqmeter config-page}: prints docs/config.md. */
@Command(name = "config-page", hidden = true, description = "Print the page of settings, docs/config.md.")
final class ConfigPageCommand implements Callable<Integer> {

    private final CliContext around;

    ConfigPageCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        around.out().print(ConfigPage.markdown());
        around.out().flush();
        return 0;
    }
}
