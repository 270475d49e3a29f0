package io.groqmeter.proof;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A groqmeter command in a process of its own, on the JVM and the classes this one runs on. */
public final class OwnProcess implements AutoCloseable {

    /** The exit code of a process killed by SIGKILL: 128 plus the signal's number. */
    static final int KILLED = 137;

    /** Small and quick to start; optimised code never pays off in such a short life. */
    private static final List<String> SHORT_LIVED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Options of this JVM that the process gets too, above all where to find prepared classes and SQLite. */
    private static final List<String> HANDED_ON = List.of("-XX:", "-Xshare", "-Xlog", "-Dorg.sqlite.", "-Dio.netty.");

    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;
    private final Path out;
    private final Path err;

    private OwnProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts it.
     *
     * @param folder the folder it runs in; its output goes to {@code name.out}, its remarks are appended to {@code name.err}
     * @param env settings besides its arguments; this process's own are not passed on
     */
    public static OwnProcess start(Path folder, String name, Map<String, String> env, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> HANDED_ON.stream().anyMatch(option::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.groqmeter.cli.Main"));
        command.addAll(List.of(args));
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(Redirect.appendTo(err.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GROQ"));
        builder.environment().putAll(env);
        Process process = builder.start();
        endWithThisOne(process);
        return new OwnProcess(process, out, err);
    }

    /** Ctrl-C ends a campaign without closing it. */
    private static void endWithThisOne(Process process) {
        Thread ending = new Thread(process::destroyForcibly, "crashtest-end");
        Runtime.getRuntime().addShutdownHook(ending);
        process.onExit().thenRun(() -> Runtime.getRuntime().removeShutdownHook(ending));
    }

    /**
     * Waits until it says where it listens, and returns that address.
     *
     * @throws IOException if it ends, or prints nothing for two minutes
     */
    public String listening() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Matcher url = URL.matcher(Files.readString(out));
            if (url.find()) {
                return url.group();
            }
            if (!process.isAlive()) {
                throw new IOException("a process of the campaign ended by itself with " + process.exitValue()
                        + " instead of listening: " + lastWords());
            }
            Thread.sleep(3);
        }
        throw new IOException(
                "a process of the campaign did not listen within " + PATIENCE.toSeconds() + " s: " + lastWords());
    }

    /**
     * Kills it with SIGKILL.
     *
     * @throws IOException if it had ended on its own
     */
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly();
        int exit = process.waitFor();
        if (exit != KILLED) {
            throw new IOException(
                    "the gateway had ended by itself with " + exit + " before it was killed: " + lastWords());
        }
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Stops it with SIGTERM and returns its exit code. */
    public int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(err);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
