/**
 * The crash campaign: a gateway that is killed again and again under load, and the two sides' books held against each other at
 * the end, call by call.
 *
 * <p>Owns the killing, the load and the verdict. Does not own the books: the meter's are read from the data folder as any command
 * reads them, Groq's are the simulator's, asked over HTTP. Nothing of it runs inside the gateway.
 */
@NullMarked
package io.groqmeter.cli.crash;

import org.jspecify.annotations.NullMarked;
