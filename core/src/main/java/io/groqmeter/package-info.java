/**
 * The meter: where a call is admitted, settled and handed to the store.
 *
 * <p><b>Is:</b> {@link io.groqmeter.UsageMeter}, which gateways and integrations call twice per call; {@link
 * io.groqmeter.GroqDebugTracker}, the first tool's tracker for programs that count for themselves; {@link io.groqmeter.Resolution}, by
 * which a person settles a call that nobody saw end.
 *
 * <p><b>Owns:</b> the order of things: a call is on disk as open before it leaves, its record is on disk before its answer ends,
 * and only then do listeners hear of it.
 *
 * <p><b>Does not own:</b> prices, wire formats, stores; it is given them.
 */
@NullMarked
package io.groqmeter;

import org.jspecify.annotations.NullMarked;
