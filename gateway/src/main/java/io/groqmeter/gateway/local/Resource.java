package io.groqmeter.gateway.local;

/** Answers the requests of one route. Called on worker threads, concurrently; may block. */
@FunctionalInterface
public interface Resource {

    /**
     * Answers a request.
     *
     * @throws BadRequest when the request is at fault
     */
    LocalResponse answer(LocalRequest request);
}
