/**
 * The live feed, {@code GET /api/live}.
 *
 * <p><b>Is:</b> one stream of server-sent events per client.
 *
 * <p><b>Owns:</b> how far a client may fall behind before it is disconnected.
 *
 * <p><b>Does not own:</b> the records; they come from {@link io.groqmeter.gateway.LiveFeed} once they are stored.
 */
@NullMarked
package io.groqmeter.gateway.live;

import org.jspecify.annotations.NullMarked;
