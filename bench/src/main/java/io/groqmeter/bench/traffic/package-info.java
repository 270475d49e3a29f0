/**
 * What goes over the wire in a bench: requests, answers, and what the answers cost.
 *
 * <p><b>Is:</b> bytes made once, shaped and sized like Groq's traffic, and the list of workloads.
 *
 * <p><b>Owns:</b> the usage and the price of every answer. The price is worked out here, independently of the meter.
 *
 * <p><b>Does not own:</b> sockets: {@code upstream} answers with these bytes, {@code load} asks with them.
 */
@NullMarked
package io.groqmeter.bench.traffic;

import org.jspecify.annotations.NullMarked;
