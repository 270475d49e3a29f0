package io.groqmeter.simulator.wire;

/** One header field, its name in its original case. */
public record Header(String name, String value) {}
