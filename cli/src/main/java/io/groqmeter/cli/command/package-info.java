/**
 * The commands.
 *
 * <p><b>Is:</b> one class per command, and {@link io.groqmeter.cli.command.Commands}, the tree of all of them, which only the entry
 * point knows.
 *
 * <p><b>Owns:</b> options, help and output.
 *
 * <p><b>Does not own:</b> any arithmetic, storage or HTTP: those live in core, sqlite, gateway and simulator.
 */
@NullMarked
package io.groqmeter.cli.command;

import org.jspecify.annotations.NullMarked;
