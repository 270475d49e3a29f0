package io.groqmeter.gateway.access;

import java.net.InetAddress;

/**
 * The sender of a request to one of the gateway's own routes.
 *
 * @param address its address
 * @param owner whether it has an owner's permissions
 * @param loggedIn whether by a browser's session
 */
public record Principal(InetAddress address, boolean owner, boolean loggedIn) {}
