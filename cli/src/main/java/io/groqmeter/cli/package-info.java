/**
 * The command line: the only executable of groqmeter and the only place where its parts are wired together.
 *
 * <p><b>Is:</b> one class per command below {@link io.groqmeter.cli.Main}.
 *
 * <p><b>Owns:</b> the reading of options, the exit codes, and the choice of parts.
 *
 * <p><b>Does not own:</b> any arithmetic, storage or HTTP: those live in core, sqlite, gateway and simulator.
 */
@NullMarked
package io.groqmeter.cli;

import org.jspecify.annotations.NullMarked;
