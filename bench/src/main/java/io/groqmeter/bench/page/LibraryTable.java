package io.groqmeter.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.bench.micro.CpuProfiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each integration adds to a call, from the file that JMH wrote: the metered client beside the bare one. */
final class LibraryTable {

    static final String BENCHMARK = "LibraryBenchmark";

    private static final String HEAD =
            "| client | bare, CPU µs a call | metered, CPU µs a call | metering adds | B allocated, added | time added |\n"
                    + "|---|---|---|---|---|---|\n";

    private final Path file;

    LibraryTable(Path file) {
        this.file = file;
    }

    String text() throws IOException {
        Map<String, JsonNode> bare = new LinkedHashMap<>();
        Map<String, JsonNode> metered = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (JsonNode piece : new ObjectMapper().readTree(file.toFile())) {
                if (piece.path("benchmark").asText().contains(BENCHMARK)) {
                    JsonNode asked = piece.path("params");
                    (asked.path("metered").asBoolean() ? metered : bare)
                            .put(asked.path("client").asText(), piece);
                }
            }
        }
        if (bare.isEmpty()) {
            return "Not measured yet: `bench/jmh`.\n";
        }
        StringBuilder table = new StringBuilder(HEAD);
        bare.forEach((client, alone) -> {
            JsonNode with = metered.get(client);
            if (with != null) {
                table.append(row(client, alone, with)).append('\n');
            }
        });
        return table.toString();
    }

    private static String row(String client, JsonNode bare, JsonNode metered) {
        return "| %s | %s | %s | %s µs | %s | %s µs |"
                .formatted(
                        client,
                        WorkloadTable.number(cpu(bare), 1),
                        WorkloadTable.number(cpu(metered), 1),
                        WorkloadTable.number(cpu(metered) - cpu(bare), 1),
                        WorkloadTable.number(allocated(metered) - allocated(bare), 0),
                        WorkloadTable.number(time(metered) - time(bare), 1));
    }

    private static double time(JsonNode piece) {
        return piece.path("primaryMetric").path("score").asDouble();
    }

    private static double cpu(JsonNode piece) {
        return secondary(piece, CpuProfiler.CPU);
    }

    private static double allocated(JsonNode piece) {
        return secondary(piece, "gc.alloc.rate.norm");
    }

    private static double secondary(JsonNode piece, String metric) {
        return piece.path("secondaryMetrics").path(metric).path("score").asDouble();
    }
}
