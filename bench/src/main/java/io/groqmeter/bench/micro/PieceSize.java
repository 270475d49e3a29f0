package io.groqmeter.bench.micro;

import io.groqmeter.bench.traffic.Workload;
import java.util.Optional;

/** How many bytes one operation of a piece reads. */
public final class PieceSize {

    private PieceSize() {}

    /** The bytes; empty when the piece reads none. */
    public static Optional<Integer> bytes(String benchmark) {
        return switch (benchmark.substring(benchmark.lastIndexOf('.') + 1)) {
            case "request" -> Optional.of(Workload.JSON.request().body().length);
            case "prompt" -> Optional.of(Workload.PROMPT.request().body().length);
            case "whole" -> Optional.of(Samples.whole().length);
            case "stream" ->
                Optional.of(Samples.stream().mapToInt(event -> event.length).sum());
            default -> Optional.empty();
        };
    }
}
