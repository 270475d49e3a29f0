package io.groqmeter.bench.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Who runs where: contenders on the first core, or for one workload on both; clients and upstream on the second. With one core, or
 * without {@code taskset}, everything runs anywhere, and CPU figures are all that can be trusted.
 */
public final class Cores {

    /** The core contenders run on. */
    public static final String CONTENDER = "0";

    /** The core of this process and of upstreams. */
    public static final String DRIVER = "1";

    /** Both, for a contender that shares the driver's core. */
    public static final String BOTH = CONTENDER + "," + DRIVER;

    private Cores() {}

    /** Whether processes can be pinned. */
    public static boolean pinned() {
        return Programs.find("taskset").isPresent() && Programs.cores() > 1;
    }

    /** The command, bound to those cores where that is possible. */
    static List<String> on(String cores, List<String> command) {
        if (!pinned()) {
            return command;
        }
        List<String> bound = new ArrayList<>(List.of("taskset", "-c", cores));
        bound.addAll(command);
        return bound;
    }
}
