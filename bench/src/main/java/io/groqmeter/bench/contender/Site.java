package io.groqmeter.bench.contender;

import io.groqmeter.bench.upstream.SelfSigned;
import java.nio.file.Path;

/**
 * Where a contender runs.
 *
 * @param upstreamPort where the upstream listens on this machine
 * @param tls whether the upstream speaks TLS
 * @param certificate the upstream's certificate, if it speaks TLS
 * @param cores where it may run, of {@link io.groqmeter.bench.process.Cores}
 * @param folder an empty folder of the contender's own
 */
public record Site(int upstreamPort, boolean tls, SelfSigned certificate, String cores, Path folder) {

    /** The upstream's address. */
    public String upstream() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + upstreamPort;
    }
}
