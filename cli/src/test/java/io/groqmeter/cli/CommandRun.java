package io.groqmeter.cli;

import io.groqmeter.cli.console.CliContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** One command run inside the test's process, in English and UTC unless the test sets something else. */
public final class CommandRun {

    public static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-22T10:30:00Z"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final int exitCode;

    private CommandRun(Path folder, Map<String, String> env, String... args) {
        Map<String, String> all = new HashMap<>(Map.of("GROQMETER_LANG", "en", "GROQMETER_ZONE", "UTC"));
        all.putAll(env);
        PrintWriter writer = new PrintWriter(out, true);
        CliContext around = new CliContext(all, folder, writer, new PrintWriter(err, true), NOW);
        this.exitCode = Main.run(around, args);
        writer.flush();
    }

    public static CommandRun in(Path folder, String... args) {
        return new CommandRun(folder, Map.of(), args);
    }

    public static CommandRun with(Map<String, String> env, Path folder, String... args) {
        return new CommandRun(folder, env, args);
    }

    public int exitCode() {
        return exitCode;
    }

    public String out() {
        return out.toString().replace("\r\n", "\n");
    }

    public String err() {
        return err.toString().replace("\r\n", "\n");
    }
}
