package io.groqmeter.cli;

import java.util.List;

/** Where the process begins. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 misused. */
    public static void main(String[] args) {
        System.exit(run(Surroundings.ofProcess(), args));
    }

    /**
     * Runs one command in those surroundings and tells its exit code; one that goes on until it is ended ends by an interrupt.
     *
     * <p>A {@code serve} with flags spelled plainly runs at once: to read all commands' annotations, which finds what is misspelt,
     * is a quarter of the start's work.
     */
    public static int run(Surroundings around, String... args) {
        List<String> words = List.of(args);
        if (!words.isEmpty() && words.get(0).equals("serve")) {
            return Flags.plain(words.subList(1, words.size()), ServeCommand.SETTINGS)
                    .map(flags -> ServeCommand.run(around, flags))
                    .orElseGet(() -> Commands.tree(around).execute(args));
        }
        return Commands.tree(around).execute(args);
    }
}
