/**
 * The clients of a bench: one thread that makes calls and times them.
 *
 * <p><b>Is:</b> a closed loop for capacity and CPU, an open loop for latency.
 *
 * <p><b>Owns:</b> the connections and the histograms.
 *
 * <p><b>Does not own:</b> what is sent, which is {@code traffic}'s.
 */
@NullMarked
package io.groqmeter.bench.load;

import org.jspecify.annotations.NullMarked;
