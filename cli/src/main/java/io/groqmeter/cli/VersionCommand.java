package io.groqmeter.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code groqmeter version}: prints the version and the Java it runs on. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .printf(
                        "groqmeter %s (Java %s)%n",
                        Version.current(), Runtime.version().feature());
    }
}
