/**
 * Reports, prices and budgets as JSON, CSV and lines of a log.
 *
 * <p><b>Is:</b> one writer for each form that the gateway, the command line and the first tool's readers get.
 *
 * <p><b>Owns:</b> the names of the fields, which are public contract.
 *
 * <p><b>Does not own:</b> the figures ({@code io.groqmeter.report}).
 */
@NullMarked
package io.groqmeter.report.format;

import org.jspecify.annotations.NullMarked;
