/**
 * The first tool's own routes, {@code /debug/…}, with its field names and formats.
 *
 * <p><b>Is:</b> one resource per route.
 *
 * <p><b>Owns:</b> the parameters of those routes.
 *
 * <p><b>Does not own:</b> the format of the bodies ({@link io.groqmeter.report.format.SeedJson}) or any number (the store's).
 */
@NullMarked
package io.groqmeter.gateway.debug;

import org.jspecify.annotations.NullMarked;
