/**
 * The gateway as a process.
 *
 * <p><b>Is:</b> {@link io.groqmeter.cli.serve.Wiring}, the only place where the gateway's parts are put together.
 *
 * <p><b>Owns:</b> the order in which parts open and close, the banner, the log and the signals.
 *
 * <p><b>Does not own:</b> the parts, and the command that starts them.
 */
@NullMarked
package io.groqmeter.cli.serve;

import org.jspecify.annotations.NullMarked;
