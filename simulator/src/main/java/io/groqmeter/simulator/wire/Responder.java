package io.groqmeter.simulator.wire;

/** Provides the reply to a request. Called on event loops: must not block or throw. */
public interface Responder {
    Reply reply(Request request);
}
