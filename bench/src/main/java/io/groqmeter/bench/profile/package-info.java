/**
 * Where the microseconds of a call go, as a sampling profiler sees a gateway under load.
 *
 * <p><b>Is:</b> async-profiler, attached to a warm gateway for a while, and its stacks summed up by who owns them.
 *
 * <p><b>Owns:</b> the list of owners.
 *
 * <p><b>Does not own:</b> how much CPU a call costs; shares of samples are laid over what {@code /proc} counts.
 */
@NullMarked
package io.groqmeter.bench.profile;

import org.jspecify.annotations.NullMarked;
