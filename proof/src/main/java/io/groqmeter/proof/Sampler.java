package io.groqmeter.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Samples a gateway's process from outside: {@code /proc} for what the system knows, the JDK's {@code jcmd} for the heap. Counting
 * the live objects makes the JVM collect all garbage first, so that a sample shows what is held, not what is yet to be collected.
 */
final class Sampler {

    private static final long KIBI = 1_024;

    private final long pid;
    private final Path proc;
    private final Path database;
    private final Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    /** @throws IOException if this machine has no {@code /proc}, or this JVM no {@code jcmd} */
    Sampler(long pid, Path database) throws IOException {
        this.pid = pid;
        this.proc = Path.of("/proc", Long.toString(pid));
        this.database = database;
        if (!Files.isDirectory(proc.resolve("fd"))) {
            throw new IOException("a soak counts descriptors in /proc/PID/fd, which only Linux has");
        }
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("a soak counts live objects with jcmd, which " + jcmd + " is not; run it on a JDK");
        }
    }

    /** Takes one sample. */
    Sample take() throws IOException, InterruptedException {
        long heap = liveBytes();
        List<String> status = Files.readAllLines(proc.resolve("status"));
        return new Sample(
                heap,
                number(status, "VmRSS:") * KIBI,
                descriptors(),
                number(status, "Threads:"),
                MeterBooks.inFlight(database));
    }

    private long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
            return open.count();
        }
    }

    /** The last line of the count of live objects is {@code Total INSTANCES BYTES}. */
    private long liveBytes() throws IOException, InterruptedException {
        Process counting = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String told = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        counting.waitFor();
        return told.lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.split("\\s+"))
                .mapToLong(total -> Long.parseLong(total[2]))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd could not count the gateway's objects: " + told.strip()));
    }

    private static long number(List<String> status, String name) throws IOException {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line ->
                        Long.parseLong(line.substring(name.length()).strip().split(" ")[0]))
                .findFirst()
                .orElseThrow(() -> new IOException("the gateway's /proc/PID/status has no " + name));
    }
}
