package io.groqmeter.cli.console;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command knows of the world outside it.
 *
 * @param env the environment's variables
 * @param folder the folder it is run in
 * @param out for its output
 * @param err for its remarks
 * @param clock the time
 * @param wholeProcess whether the process belongs to the command alone, and its signals too
 */
public record CliContext(
        Map<String, String> env,
        Path folder,
        PrintWriter out,
        PrintWriter err,
        InstantSource clock,
        boolean wholeProcess) {

    /** The context of a command that shares its process with others. */
    public CliContext(Map<String, String> env, Path folder, PrintWriter out, PrintWriter err, InstantSource clock) {
        this(env, folder, out, err, clock, false);
    }

    /** The same, with a JSON object for each line of output and remarks. */
    public CliContext inJson() {
        return new CliContext(
                env, folder, JsonConsole.on(out, "INFO", clock), JsonConsole.on(err, "WARN", clock), clock);
    }

    /** The context of this process. */
    public static CliContext ofProcess() {
        return new CliContext(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                true);
    }
}
