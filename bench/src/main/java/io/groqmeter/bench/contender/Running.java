package io.groqmeter.bench.contender;

import io.groqmeter.bench.process.Spent;
import io.groqmeter.bench.traffic.Tally;
import io.groqmeter.bench.traffic.WireRequest;
import java.io.IOException;
import java.util.Optional;

/** A running contender. */
public interface Running extends AutoCloseable {

    /** The port of this machine it listens on. */
    int port();

    /** The request as this contender expects it: path, headers, name of the model. */
    default WireRequest ask(WireRequest request) {
        return request;
    }

    /** What it has used so far. */
    Spent spent() throws IOException;

    /** What it has recorded so far; empty when it keeps no books that can be read. */
    default Optional<Tally> books() throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** Its process id; 0 if it has no process. */
    default long pid() {
        return 0;
    }

    /** Stops it while others are measured. */
    void pause() throws IOException, InterruptedException;

    /** Continues it. */
    void resume() throws IOException, InterruptedException;

    /** Bytes on disk a recorded call; empty when it keeps nothing. Known after {@link #close}. */
    default Optional<Double> bytesPerCall() throws IOException {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
