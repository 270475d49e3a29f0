package io.groqmeter.bench.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Who runs where: contenders on the first core, clients and upstream on the second. With one core, or without
 * {@code taskset}, everything runs anywhere, and CPU figures are all that can be trusted.
 */
public final class Cores {

    /** The core contenders run on. */
    public static final int CONTENDER = 0;

    /** The core of this process and of upstreams. */
    public static final int DRIVER = 1;

    private Cores() {}

    /** Whether processes can be pinned. */
    public static boolean pinned() {
        return Programs.find("taskset").isPresent() && Programs.cores() > 1;
    }

    /** The command, bound to that core where that is possible. */
    static List<String> on(int core, List<String> command) {
        if (!pinned()) {
            return command;
        }
        List<String> bound = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        bound.addAll(command);
        return bound;
    }
}
