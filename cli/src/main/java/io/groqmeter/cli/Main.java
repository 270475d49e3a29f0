package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.cli.command.Commands;
import io.groqmeter.cli.command.ServeCommand;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.JsonConsole;
import io.groqmeter.cli.serve.Logs;
import io.groqmeter.cli.settings.Flags;
import java.io.PrintStream;
import java.util.List;

/** The entry point of the process. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 success, 1 failure, 2 wrong usage. */
    public static void main(String[] args) {
        CliContext around = CliContext.ofProcess();
        if (serves(List.of(args)) && Logs.inJson(around)) {
            // What libraries and failing threads print on their own.
            System.setOut(new PrintStream(JsonConsole.bytesOn(around.out(), "INFO", around.clock()), true, UTF_8));
            System.setErr(new PrintStream(JsonConsole.bytesOn(around.err(), "ERROR", around.clock()), true, UTF_8));
        }
        System.exit(run(around, args));
    }

    /**
     * Runs one command in that context and returns its exit code; one that runs until stopped ends on an interrupt.
     *
     * <p>A {@code serve} with plain flags runs at once: reading all commands' annotations, which finds misspelt ones,
     * is a quarter of the start's work.
     */
    public static int run(CliContext around, String... args) {
        List<String> words = List.of(args);
        if (serves(words)) {
            CliContext said = Logs.inJson(around) ? around.inJson() : around;
            return Flags.plain(words.subList(1, words.size()), ServeCommand.SETTINGS)
                    .map(flags -> ServeCommand.run(said, flags))
                    .orElseGet(() -> Commands.tree(said).execute(args));
        }
        return Commands.tree(around).execute(args);
    }

    private static boolean serves(List<String> words) {
        return !words.isEmpty() && words.get(0).equals("serve");
    }
}
