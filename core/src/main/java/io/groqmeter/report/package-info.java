/**
 * What people and the first tool's readers get to see of the books.
 *
 * <p><b>Is:</b> a day, a month or everything as one {@link io.groqmeter.report.UsageSummary}, and that summary as JSON in the
 * first tool's format and as text for a console, in English and Spanish.
 *
 * <p><b>Owns:</b> the names and shapes of those bodies, the wording, and the only rounding to cents there is: in text for people.
 *
 * <p><b>Does not own:</b> any adding up of rows. Every number is a rollup of the store.
 */
@NullMarked
package io.groqmeter.report;

import org.jspecify.annotations.NullMarked;
