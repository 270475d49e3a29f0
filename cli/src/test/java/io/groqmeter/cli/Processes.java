package io.groqmeter.cli;

import java.io.IOException;

/** Other programs that a test needs. */
final class Processes {

    private Processes() {}

    /** Whether the command is there and succeeds. */
    static boolean succeed(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
