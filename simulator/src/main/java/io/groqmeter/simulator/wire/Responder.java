package io.groqmeter.simulator.wire;

/** Says what to reply to a request. Called on event loops: it must not block and not throw. */
public interface Responder {
    Reply reply(Request request);
}
