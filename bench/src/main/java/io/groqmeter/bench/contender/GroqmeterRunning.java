package io.groqmeter.bench.contender;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.bench.process.Child;
import io.groqmeter.bench.process.LocalPage;
import io.groqmeter.bench.process.Spent;
import io.groqmeter.bench.traffic.Tally;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** groqmeter; its books are read over its own API. */
final class GroqmeterRunning implements Running {

    private static final List<String> DATABASE = List.of("groqmeter.db", "groqmeter.db-wal");

    private final Child child;
    private final int port;
    private final boolean metering;
    private final Path data;
    private long recorded;

    GroqmeterRunning(Child child, int port, boolean metering, Path data) {
        this.child = child;
        this.port = port;
        this.metering = metering;
        this.data = data;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Spent spent() throws IOException {
        return child.spent();
    }

    /** Errors and aborted calls count as calls here, so that they are not overlooked. */
    @Override
    public Optional<Tally> books() throws IOException {
        if (!metering) {
            return Optional.empty();
        }
        JsonNode total =
                new ObjectMapper().readTree(LocalPage.get(port, "/api/summary")).path("total");
        recorded = total.path("calls").asLong();
        return Optional.of(new Tally(
                recorded,
                total.path("input_tokens").asLong(),
                total.path("output_tokens").asLong(),
                total.path("billed_audio_seconds").asLong(),
                new BigDecimal(total.path("cost_usd").asText())));
    }

    @Override
    public long pid() {
        return child.pid();
    }

    @Override
    public void pause() throws IOException, InterruptedException {
        child.pause();
    }

    @Override
    public void resume() throws IOException, InterruptedException {
        child.resume();
    }

    @Override
    public Optional<Double> bytesPerCall() throws IOException {
        long bytes = 0;
        for (String name : DATABASE) {
            Path file = data.resolve(name);
            bytes += Files.exists(file) ? Files.size(file) : 0;
        }
        return bytes == 0 || recorded == 0 ? Optional.empty() : Optional.of((double) bytes / recorded);
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
