/**
 * {@code GET /metrics} for Prometheus.
 *
 * <p><b>Is:</b> the books as metrics, read from the store's rollups at each scrape, and the state of the process.
 *
 * <p><b>Owns:</b> the names {@code groqmeter_*} and their labels, which are bounded: endpoints are a fixed set, and models the price
 * list does not know are one label together.
 *
 * <p><b>Does not own:</b> any sum. A metric is a double, the nearest to the exact sum, which {@code /api/summary} tells.
 */
@NullMarked
package io.groqmeter.gateway.metric;

import org.jspecify.annotations.NullMarked;
