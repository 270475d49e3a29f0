/**
 * How values are written for people.
 *
 * <p><b>Is:</b> plain decimals, dollars, plurals, one line of text out of many, CSV rows and tables.
 *
 * <p><b>Owns:</b> that one value looks the same wherever it is shown.
 *
 * <p><b>Does not own:</b> what is shown ({@code io.groqmeter.report}), and words that depend on the language.
 */
@NullMarked
package io.groqmeter.text;

import org.jspecify.annotations.NullMarked;
