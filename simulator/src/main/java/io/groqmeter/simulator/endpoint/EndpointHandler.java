package io.groqmeter.simulator.endpoint;

/** Serves the calls of one path. */
interface EndpointHandler {

    /** @throws GroqError to refuse the call */
    Served serve(ApiCall call);
}
