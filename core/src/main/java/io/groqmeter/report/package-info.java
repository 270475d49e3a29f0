/**
 * Reports on the books, for people and for the first tool's clients.
 *
 * <p><b>Is:</b> a day, a month or everything as one {@link io.groqmeter.report.UsageSummary}, and that summary as JSON in the
 * first tool's format and as text for a console, in English and Spanish.
 *
 * <p><b>Owns:</b> the names and shapes of those bodies, their texts, and the only rounding to cents: in text for people.
 *
 * <p><b>Does not own:</b> adding up rows. Every number is a rollup of the store.
 */
@NullMarked
package io.groqmeter.report;

import org.jspecify.annotations.NullMarked;
