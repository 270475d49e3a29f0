/**
 * What calls cost, as Micrometer meters.
 *
 * <p><b>Is:</b> {@link io.groqmeter.micrometer.UsageMetrics}, a listener of the meter.
 *
 * <p><b>Owns:</b> the names of these meters, which are the gateway's: {@code groqmeter.*}. The names {@code gen_ai.*} are taken by
 * the frameworks, each in another shape.
 *
 * <p><b>Does not own:</b> the sums: counters begin at zero with the process, the books do not.
 */
@NullMarked
package io.groqmeter.micrometer;

import org.jspecify.annotations.NullMarked;
