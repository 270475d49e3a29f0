package io.groqmeter.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.bench.micro.PieceSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JMH's results for the parts, from the file it wrote. */
final class PieceTable {

    private static final String HEAD = "| part | time | error | MB/s | B allocated |\n|---|---|---|---|---|\n";

    private final Path file;

    PieceTable(Path file) {
        this.file = file;
    }

    String text() throws IOException {
        if (!Files.exists(file)) {
            return "Not measured yet: `bench/jmh`.\n";
        }
        StringBuilder table = new StringBuilder(HEAD);
        for (JsonNode piece : new ObjectMapper().readTree(file.toFile())) {
            if (!piece.path("benchmark").asText().contains(LibraryTable.BENCHMARK)) {
                table.append(row(piece)).append('\n');
            }
        }
        return table.toString();
    }

    private static String row(JsonNode piece) {
        String benchmark = piece.path("benchmark").asText();
        String name = benchmark
                .substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1)
                .replace("Benchmark.", ": ");
        List<String> parameters = new ArrayList<>();
        piece.path("params")
                .properties()
                .forEach(each ->
                        parameters.add(each.getKey() + " " + each.getValue().asText()));
        JsonNode score = piece.path("primaryMetric");
        String unit = score.path("scoreUnit").asText().replace("/op", "").replace("us", "µs");
        double time = score.path("score").asDouble();
        double allocated = piece.path("secondaryMetrics")
                .path("gc.alloc.rate.norm")
                .path("score")
                .asDouble();
        return "| %s | %s %s | ± %s | %s | %s |"
                .formatted(
                        name + (parameters.isEmpty() ? "" : ", " + String.join(", ", parameters)),
                        WorkloadTable.number(time, 1),
                        unit,
                        WorkloadTable.number(score.path("scoreError").asDouble(), 1),
                        PieceSize.bytes(benchmark)
                                .map(bytes -> WorkloadTable.number(bytes / time * 1_000, 0))
                                .orElse(""),
                        WorkloadTable.number(allocated, 0));
    }
}
