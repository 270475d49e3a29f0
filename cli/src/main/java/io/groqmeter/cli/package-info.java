/**
 * The command line: the only executable of groqmeter and the only place where its parts are wired together.
 *
 * <p><b>Is:</b> {@link io.groqmeter.cli.Main}, the entry point of the process.
 *
 * <p><b>Owns:</b> the end of the process, and its exit code.
 *
 * <p><b>Does not own:</b> the rest, which is in packages that point one way: {@code command → demo, doctor → serve → books →
 * settings → console}.
 */
@NullMarked
package io.groqmeter.cli;

import org.jspecify.annotations.NullMarked;
