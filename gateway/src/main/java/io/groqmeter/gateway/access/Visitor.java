package io.groqmeter.gateway.access;

import java.net.InetAddress;

/**
 * Who asks one of the gateway's own routes.
 *
 * @param address where from
 * @param owner whether everything may be told
 */
public record Visitor(InetAddress address, boolean owner) {}
