/**
 * The settings: flags, environment, {@code .env} and defaults.
 *
 * <p><b>Is:</b> one table of settings and the values in force.
 *
 * <p><b>Owns:</b> every setting's name, default and description, the precedence of sources, and docs/config.md.
 *
 * <p><b>Does not own:</b> what is done with a value.
 */
@NullMarked
package io.groqmeter.cli.settings;

import org.jspecify.annotations.NullMarked;
