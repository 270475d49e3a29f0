/**
 * The meter's own API, {@code /api/…}, and what goes with it: {@code /healthz} and {@code /openapi.yaml}.
 *
 * <p><b>Is:</b> a resource per route, and the parameters they share.
 *
 * <p><b>Owns:</b> the form of its answers: lists as {@code {"data": […], "next_cursor": …}}, money as decimal strings, unknown as
 * {@code null}.
 *
 * <p><b>Does not own:</b> any number. Sums come from the store's rollups through {@link io.groqmeter.report.UsageBreakdown}.
 */
@NullMarked
package io.groqmeter.gateway.api;

import org.jspecify.annotations.NullMarked;
