package io.groqmeter.bench.side;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.groqmeter.bench.traffic.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run of one workload found, as it is kept in a file.
 *
 * @param workload its word
 * @param date the day, in UTC
 * @param commit which groqmeter
 * @param machine on what
 * @param turnSeconds how long a turn was
 * @param series one for each contender, in the order of their turns
 */
public record Results(
        String workload, String date, String commit, String machine, long turnSeconds, List<TurnSeries> series) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** That contender's turns. */
    public Optional<TurnSeries> of(String contender) {
        return series.stream()
                .filter(each -> each.contender().equals(contender))
                .findFirst();
    }

    /** The results of that workload in a folder; empty when it was never run. */
    public static Optional<Results> read(Path folder, Workload workload) throws IOException {
        Path file = file(folder, workload.word());
        return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), Results.class)) : Optional.empty();
    }

    /** Keeps them in a folder, in place of earlier ones of the same workload. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file(folder, workload), JSON.writeValueAsString(this) + "\n");
    }

    private static Path file(Path folder, String workload) {
        return folder.resolve(workload + ".json");
    }
}
