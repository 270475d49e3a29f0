/**
 * Small programs that call Groq, each through another library, and meter what they call.
 *
 * <p><b>Is:</b> one program per integration; {@code examples/run NAME} starts it.
 *
 * <p><b>Owns:</b> nothing that another module uses.
 *
 * <p><b>Does not own:</b> Groq: without {@code GROQ_API_KEY} the programs speak to a simulated one.
 */
@NullMarked
package io.groqmeter.example;

import org.jspecify.annotations.NullMarked;
