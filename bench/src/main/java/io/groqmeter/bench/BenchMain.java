package io.groqmeter.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The bench's commands, as {@code bench/run} and the other scripts call them. */
@Command(
        name = "bench",
        description = "Measures groqmeter.",
        mixinStandardHelpOptions = true,
        subcommands = {RunCommand.class, ProfileCommand.class, PageCommand.class})
public final class BenchMain {

    private BenchMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }
}
