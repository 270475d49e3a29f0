package io.groqmeter.bench.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the bench runs on, in a line. */
public final class Machine {

    private Machine() {}

    /** Processor, cores, memory, system, Java. */
    public static String line() throws IOException {
        List<String> cpu = Files.readAllLines(Path.of("/proc/cpuinfo"));
        long cores = cpu.stream().filter(line -> line.startsWith("processor")).count();
        long memory = Long.parseLong(
                field(Files.readAllLines(Path.of("/proc/meminfo")), "MemTotal").replaceAll("\\D", ""));
        return field(cpu, "model name") + ", " + cores + " cores, " + (memory >> 20) + " GiB; "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + "; Java "
                + System.getProperty("java.version");
    }

    private static String field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
