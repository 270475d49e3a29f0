/**
 * The first tool's own routes, {@code /debug/…}, with its field names and formats.
 *
 * <p><b>Is:</b> a resource per route.
 *
 * <p><b>Owns:</b> the parameters of those routes.
 *
 * <p><b>Does not own:</b> the bodies' format ({@link io.groqmeter.report.SeedJson}) or any number (the store's).
 */
@NullMarked
package io.groqmeter.gateway.debug;

import org.jspecify.annotations.NullMarked;
