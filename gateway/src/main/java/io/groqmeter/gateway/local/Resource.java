package io.groqmeter.gateway.local;

/** Answers requests of one route. Called on a worker thread, by several at a time; may block. */
@FunctionalInterface
public interface Resource {

    /**
     * The answer.
     *
     * @throws BadRequest when the request is at fault
     */
    LocalResponse answer(LocalRequest request);
}
