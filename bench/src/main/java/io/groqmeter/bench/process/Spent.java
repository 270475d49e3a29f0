package io.groqmeter.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process has used so far, according to {@code /proc}.
 *
 * @param cpuNanos its CPU in user and kernel mode, ended threads and waited-for children included
 * @param residentBytes the memory it holds
 * @param byThread the CPU of its living threads by their names, numbers left out
 */
public record Spent(long cpuNanos, long residentBytes, Map<String, Long> byThread) {

    static final Spent NOTHING = new Spent(0, 0, Map.of());

    /** The kernel reports CPU in ticks of 1/100 s to programs, whatever its own clock rate. */
    private static final long TICK = 10_000_000;

    /** Counted from the field after the name, as proc(5) numbers them from 3. */
    private static final int USER = 14 - 3;

    private static final int CHILDREN_KERNEL = 17 - 3;

    static Spent of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            return new Spent(ticks(proc, CHILDREN_KERNEL) * TICK, resident(proc), threads(proc));
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
    }

    private static long ticks(Path task, int lastField) throws IOException {
        String stat = Files.readString(task.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field = USER; field <= lastField; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }

    private static long resident(Path proc) throws IOException {
        try (Stream<String> status = Files.lines(proc.resolve("status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                    .findFirst()
                    .orElse(0);
        }
    }

    private static Map<String, Long> threads(Path proc) throws IOException {
        Map<String, Long> threads = new LinkedHashMap<>();
        try (Stream<Path> tasks = Files.list(proc.resolve("task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String name =
                            Files.readString(task.resolve("comm")).strip().replaceAll("[-#\\s]*\\d+(-\\d+)*$", "");
                    threads.merge(name, ticks(task, USER + 1) * TICK, Long::sum);
                } catch (NoSuchFileException e) {
                    // A thread that ended just now.
                }
            }
        }
        return threads;
    }

    Spent plus(Spent other) {
        Map<String, Long> both = new LinkedHashMap<>(byThread);
        other.byThread.forEach((name, nanos) -> both.merge(name, nanos, Long::sum));
        return new Spent(cpuNanos + other.cpuNanos, residentBytes + other.residentBytes, both);
    }

    /** The CPU used since then; memory is what it is now. */
    public Spent since(Spent earlier) {
        Map<String, Long> used = new LinkedHashMap<>(byThread);
        earlier.byThread.forEach((name, nanos) -> used.merge(name, -nanos, Long::sum));
        return new Spent(cpuNanos - earlier.cpuNanos, residentBytes, used);
    }
}
