package io.groqmeter.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is installed on this machine. */
public final class Programs {

    private static final String SYSTEM = ":/usr/local/sbin:/usr/sbin:/sbin";

    private Programs() {}

    /** Where a program is, on the path or among the system's. */
    public static Optional<Path> find(String name) {
        return Arrays.stream((System.getenv("PATH") + SYSTEM).split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The output of a command, including stderr, as one string. */
    public static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    /** How many cores the machine has, whatever this process is bound to. */
    static long cores() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return Math.max(
                    1, lines.filter(line -> line.startsWith("processor")).count());
        } catch (IOException | UncheckedIOException e) {
            return 1;
        }
    }
}
