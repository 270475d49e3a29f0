package io.groqmeter.gateway.access;

import java.net.InetAddress;

/**
 * The origin of a request on the network.
 *
 * @param address of the client: the connection's, or as a trusted proxy reports it
 * @param viaUnknownProxy whether it came through a proxy whose client is unknown; such a request is never local
 */
public record RequestSource(InetAddress address, boolean viaUnknownProxy) {

    /** Whether a program on this machine may have sent it. */
    public boolean isLocal() {
        return address.isLoopbackAddress() && !viaUnknownProxy;
    }
}
