/**
 * The quantities of a call and the words around them.
 *
 * <p><b>Is:</b> immutable values: a request and its answer ({@link io.groqmeter.usage.Call}), how much of it
 * ({@link io.groqmeter.usage.Usage}), for whom ({@link io.groqmeter.usage.Attribution}), and when
 * ({@link io.groqmeter.usage.Window}, {@link io.groqmeter.usage.UsageCalendar}); and how much a model can take and give at most
 * ({@link io.groqmeter.usage.ModelLimits}).
 *
 * <p><b>Owns:</b> the invariants of those quantities: cached tokens are part of the input, reasoning tokens are part of
 * the output, unknown is not zero.
 *
 * <p><b>Does not own:</b> money ({@code pricing}), Groq's wire format ({@code groq}), keeping anything ({@code store}).
 */
@NullMarked
package io.groqmeter.usage;

import org.jspecify.annotations.NullMarked;
