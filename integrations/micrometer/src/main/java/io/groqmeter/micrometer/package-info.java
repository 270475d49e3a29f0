/**
 * Usage and cost as Micrometer meters.
 *
 * <p><b>Is:</b> {@link io.groqmeter.micrometer.UsageMetrics}, a listener of the meter.
 *
 * <p><b>Owns:</b> the names of these meters, which are the gateway's: {@code groqmeter.*}. The frameworks use {@code gen_ai.*},
 * each in its own form.
 *
 * <p><b>Does not own:</b> the sums: counters start at zero with the process, the books do not.
 */
@NullMarked
package io.groqmeter.micrometer;

import org.jspecify.annotations.NullMarked;
