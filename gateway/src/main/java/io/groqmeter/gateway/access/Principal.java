package io.groqmeter.gateway.access;

import java.net.InetAddress;

/**
 * Who asks one of the gateway's own routes.
 *
 * @param address where from
 * @param owner whether everything may be told
 * @param loggedIn whether a browser's session says so
 */
public record Principal(InetAddress address, boolean owner, boolean loggedIn) {}
