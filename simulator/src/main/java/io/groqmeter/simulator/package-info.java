/**
 * A faithful simulation of api.groq.com that keeps its own books.
 *
 * <p><b>Is:</b> an independent witness: tests, the demo and the benchmarks send it their calls and compare the meter's numbers with
 * its books.
 *
 * <p><b>Owns:</b> starting and stopping, the configuration and the control API below {@code /__sim}.
 *
 * <p><b>Does not own:</b> anything of the meter: it depends on no other part of groqmeter.
 */
@NullMarked
package io.groqmeter.simulator;

import org.jspecify.annotations.NullMarked;
