/**
 * The gateway's own routes: everything that is not Groq's.
 *
 * <p><b>Is:</b> a table of routes ({@link io.groqmeter.gateway.local.LocalRoutes}), each answered by a {@link
 * io.groqmeter.gateway.local.Resource} on a worker thread or, for streams, by an exchange of its own.
 *
 * <p><b>Owns:</b> how the gateway's own APIs and pages look on the wire.
 *
 * <p><b>Does not own:</b> any number: all come from the store's rollups and records.
 */
@NullMarked
package io.groqmeter.gateway.local;

import org.jspecify.annotations.NullMarked;
