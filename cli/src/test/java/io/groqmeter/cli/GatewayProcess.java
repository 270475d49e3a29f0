package io.groqmeter.cli;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.demo.BooksComparison;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, with its books in a folder's {@code debug_data}. */
public final class GatewayProcess implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final Path folder;
    private final Path log;
    private final Process process;
    private final String url;

    /** @param options for its JVM */
    GatewayProcess(Path folder, GroqSimulator groq, String... options) throws IOException {
        this(folder, groq, Map.of(), List.of(), options);
    }

    private GatewayProcess(
            Path folder, GroqSimulator groq, Map<String, String> env, List<String> before, String... options)
            throws IOException {
        this.folder = folder;
        this.log = folder.resolve("gateway.log");
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--port=0",
                "--upstream=" + groq.baseUrl()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(log.toFile());
        builder.environment().put("GROQMETER_LANG", "en");
        builder.environment().put("GROQMETER_SHUTDOWN_GRACE_SECONDS", "0");
        builder.environment().putAll(env);
        process = builder.start();
        BufferedReader out = process.inputReader();
        String first = out.readLine();
        Matcher found = URL.matcher(String.valueOf(first));
        if (!found.find()) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not listen: " + first + "\n" + log());
        }
        url = found.group();
    }

    /** One that may have no more than so many file descriptors. */
    static GatewayProcess withDescriptors(int most, Path folder, GroqSimulator groq) throws IOException {
        String limited = "ulimit -n " + most + " && exec \"$0\" \"$@\"";
        return new GatewayProcess(folder, groq, Map.of(), List.of("sh", "-c", limited));
    }

    /** One with those settings. */
    public static GatewayProcess with(Map<String, String> env, Path folder, GroqSimulator groq) throws IOException {
        return new GatewayProcess(folder, groq, env, List.of());
    }

    public String url() {
        return url;
    }

    /** What it wrote on stderr. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGHUP. */
    public void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    /** Waits for its end and gives its exit code; -1 when it has not ended within that many seconds. */
    public int exitCode(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** Its books, also after its end. */
    UsageStore books() {
        return SqliteUsageStore.openReadOnly(folder.resolve("debug_data").resolve(Books.DATABASE));
    }

    /** Where its books differ from Groq's; empty when they are the same to the last digit. */
    List<BooksComparison.Line> differences(GroqSimulator groq) {
        try (UsageStore books = books()) {
            var models = BooksComparison.byModel(books.rollup(RollupQuery.of(Window.always(), Dimension.MODEL)));
            return new BooksComparison(models, groq.books())
                    .lines().stream().filter(line -> !line.equal()).toList();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
