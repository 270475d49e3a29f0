package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Spent;
import io.groqmeter.bench.traffic.Tally;
import io.groqmeter.bench.traffic.WireRequest;
import java.io.IOException;
import java.util.Optional;

/** A contender that takes calls. */
public interface Running extends AutoCloseable {

    /** The port of this machine it listens on. */
    int port();

    /** The request as this contender wants it: its path, its headers, its name for the model. */
    default WireRequest ask(WireRequest request) {
        return request;
    }

    /** What it has used so far. */
    Spent spent() throws IOException;

    /** What it has recorded so far; empty when it keeps no books that can be read. */
    default Optional<Tally> books() throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** The number of its process; 0 when it has none. */
    default long pid() {
        return 0;
    }

    /** Halts it while others are measured. */
    void pause() throws IOException, InterruptedException;

    /** Lets it go on. */
    void resume() throws IOException, InterruptedException;

    /** Bytes on disk a recorded call; empty when it keeps nothing. Known after {@link #close}. */
    default Optional<Double> bytesPerCall() throws IOException {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
