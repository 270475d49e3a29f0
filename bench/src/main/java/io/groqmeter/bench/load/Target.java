package io.groqmeter.bench.load;

/**
 * Whom to call.
 *
 * @param port a port of this machine
 * @param wire the whole request as bytes
 * @param stamped whether answers carry the moment they were sent
 */
public record Target(int port, byte[] wire, boolean stamped) {}
