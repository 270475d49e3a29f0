package io.groqmeter.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where {@code bench/.peers.sh} has put the peers: a folder each, with a file {@code version}, or one {@code failed}. */
record Peers(Path folder) {

    /** The folder of that peer. */
    Path of(String peer) {
        return folder.resolve(peer);
    }

    /**
     * The version installed.
     *
     * @throws IOException when it is not; the message says why
     */
    String version(String peer) throws IOException {
        Path version = of(peer).resolve("version");
        Path failed = of(peer).resolve("failed");
        if (Files.exists(version)) {
            return Files.readString(version).strip();
        }
        throw new IOException(
                Files.exists(failed)
                        ? Files.readString(failed).strip()
                        : "not installed: run bench/run without --no-install");
    }
}
