package io.groqmeter.proof;

/**
 * What a gateway's process held at one moment.
 *
 * @param heap bytes of live objects, counted right after a full collection
 * @param resident bytes of memory as the system counts them
 * @param descriptors open files and sockets
 * @param threads its threads
 * @param backlog calls that are open in its books
 */
public record Sample(long heap, long resident, long descriptors, long threads, long backlog) {}
