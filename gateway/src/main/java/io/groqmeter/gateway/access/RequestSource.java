package io.groqmeter.gateway.access;

import java.net.InetAddress;

/**
 * Where a request comes from.
 *
 * @param address whose it is: the connection's, or what a trusted proxy says
 * @param viaUnknownProxy whether a proxy brought it of which it is not known whom it speaks for; such a request is never of this machine
 */
public record RequestSource(InetAddress address, boolean viaUnknownProxy) {

    /** Whether a program on this machine may have sent it. */
    public boolean isLocal() {
        return address.isLoopbackAddress() && !viaUnknownProxy;
    }
}
