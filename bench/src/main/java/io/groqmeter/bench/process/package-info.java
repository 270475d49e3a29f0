/**
 * Processes of a bench: each pinned to its core, watched through {@code /proc}, paused while it is not its turn.
 *
 * <p><b>Is:</b> the only place that starts, counts and ends processes.
 *
 * <p><b>Owns:</b> where each process may run, and its end.
 *
 * <p><b>Does not own:</b> which command is run with which settings: {@code contender} and {@code upstream} say that.
 */
@NullMarked
package io.groqmeter.bench.process;

import org.jspecify.annotations.NullMarked;
