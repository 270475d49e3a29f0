package io.groqmeter.bench.side;

import io.groqmeter.bench.contender.Contender;
import io.groqmeter.bench.process.Folders;
import io.groqmeter.bench.traffic.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is run.
 *
 * @param workloads one after the other
 * @param contenders in the order of their turns
 * @param repeats how many turns each has
 * @param length how long a turn is
 * @param warming how long each is driven before the first turn
 * @param commit which groqmeter, for the results
 * @param machine on what, for the results
 * @param nginx the program, for the upstream
 * @param folder for the contenders' files; deleted as the run goes on
 */
public record Plan(
        List<Workload> workloads,
        List<Contender> contenders,
        int repeats,
        Duration length,
        Duration warming,
        String commit,
        String machine,
        Path nginx,
        Path folder) {

    /** Deletes the contenders' files. */
    void clear() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Folders.delete(folder);
    }
}
