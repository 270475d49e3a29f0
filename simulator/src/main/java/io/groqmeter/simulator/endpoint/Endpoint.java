package io.groqmeter.simulator.endpoint;

/** Serves the calls of one path. */
interface Endpoint {

    /** @throws GroqError to refuse the call */
    Served serve(Call call);
}
