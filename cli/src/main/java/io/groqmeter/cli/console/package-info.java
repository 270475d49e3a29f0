/**
 * What every command shares: the world it runs in and the texts it prints.
 *
 * <p><b>Is:</b> the context of a command, the exception that ends one, texts in two languages, amounts and times as people write them.
 *
 * <p><b>Owns:</b> exit codes, and everything that is written to the terminal in a form of its own.
 *
 * <p><b>Does not own:</b> settings and data folders: it knows no other package of the command line.
 */
@NullMarked
package io.groqmeter.cli.console;

import org.jspecify.annotations.NullMarked;
