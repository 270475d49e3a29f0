/**
 * {@code GET /metrics} for Prometheus.
 *
 * <p><b>Is:</b> usage and cost as metrics, read from the store's rollups at each scrape, and the state of the process.
 *
 * <p><b>Owns:</b> the names {@code groqmeter_*} and their labels, which are bounded: endpoints are a fixed set, and models that are
 * not on the price list share one label.
 *
 * <p><b>Does not own:</b> any sum. A metric is the double nearest to the exact sum, which {@code /api/summary} returns.
 */
@NullMarked
package io.groqmeter.gateway.metric;

import org.jspecify.annotations.NullMarked;
