package io.groqmeter.bench.upstream;

import io.groqmeter.bench.traffic.Tally;
import java.io.IOException;

/** Who answers the calls of one workload. */
public interface BenchUpstream extends AutoCloseable {

    /** The port of this machine it listens on. */
    int port();

    /** Whether it speaks TLS. */
    boolean tls();

    /** What it has answered so far. */
    Tally books() throws IOException, InterruptedException;

    /** The nanoseconds of CPU it has used so far. */
    long cpuNanos() throws IOException;

    @Override
    void close() throws IOException;
}
