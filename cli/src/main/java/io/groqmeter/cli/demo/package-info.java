/**
 * A gateway in front of a simulated Groq.
 *
 * <p><b>Is:</b> traffic of every kind, and the comparison of both sides' books.
 *
 * <p><b>Owns:</b> the traffic and what counts as equal.
 *
 * <p><b>Does not own:</b> the simulator and the gateway: it starts both as they are.
 */
@NullMarked
package io.groqmeter.cli.demo;

import org.jspecify.annotations.NullMarked;
