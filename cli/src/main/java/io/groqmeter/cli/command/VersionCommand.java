package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code groqmeter version}: prints the version and the Java it runs on. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {

    private final CliContext around;

    VersionCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        around.out()
                .printf(
                        "groqmeter %s (Java %s)%n",
                        Version.current(), Runtime.version().feature());
        return 0;
    }
}
