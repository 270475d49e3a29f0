package io.groqmeter.simulator.wire;

/** One header field, its name in the case it travels in. */
public record Header(String name, String value) {}
