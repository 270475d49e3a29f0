package io.groqmeter.bench.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process on its core, together with the processes it starts. Ends with the bench. */
public final class Child implements AutoCloseable {

    private static final Duration ENDING_TIME = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;
    private final Thread ending;
    private boolean paused;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.ending = new Thread(this::kill, "bench-end");
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /**
     * Starts a command.
     *
     * @param folder where it runs; its output goes to {@code NAME.log} there
     * @param env added to the environment of this process, without settings of groqmeter
     */
    public static Child start(String cores, Path folder, String name, List<String> command, Map<String, String> env)
            throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(Cores.on(cores, command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("GROQ"));
        builder.environment().putAll(env);
        return new Child(builder.start(), log);
    }

    /** A free port of this machine. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Waits until something listens on that port.
     *
     * @throws IOException if the process ends first, or time is up
     */
    public void awaitPort(int port, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException("it ended with " + process.exitValue() + ": " + lastWords());
                }
                Thread.sleep(2);
            }
        }
        throw new IOException("it did not listen within " + patience.toSeconds() + " s: " + lastWords());
    }

    /** The last lines of its output. */
    public String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    /** What it and the processes it started have used so far. */
    public Spent spent() throws IOException {
        Spent spent = Spent.NOTHING;
        for (long pid : pids()) {
            spent = spent.plus(Spent.of(pid));
        }
        return spent;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    private List<Long> pids() {
        List<Long> pids = new ArrayList<>(List.of(process.pid()));
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.map(ProcessHandle::pid).forEach(pids::add);
        }
        return pids;
    }

    /** Stops it, so that it uses no CPU while another is measured. */
    public void pause() throws IOException, InterruptedException {
        paused = true;
        signal("STOP");
    }

    /** Continues it. */
    public void resume() throws IOException, InterruptedException {
        if (paused) {
            paused = false;
            signal("CONT");
        }
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        pids().forEach(pid -> command.add(Long.toString(pid)));
        Programs.output(command);
    }

    private void kill() {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.toList().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }

    /** Asks it to stop, and kills it if it does not. */
    @Override
    public void close() throws IOException {
        try {
            resume();
            process.destroy();
            process.waitFor(ENDING_TIME.toSeconds(), TimeUnit.SECONDS);
            kill();
            process.waitFor();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(ending);
    }
}
