package io.groqmeter.bench.traffic;

/** How a workload is driven. */
public sealed interface Drive {

    /** Each of that many connections sends its next request as soon as it has its answer: maximum throughput. */
    record Closed(int connections) implements Drive {}

    /**
     * That many calls a second, each at its own moment whether or not earlier ones were answered. Latency counts from that
     * moment, so that a proxy that stalls cannot hide the calls it kept from being made.
     */
    record Open(int perSecond) implements Drive {}

    /** One call to a contender that was just started; its moment is the start of the contender's process. */
    record First() implements Drive {}
}
