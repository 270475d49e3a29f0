/**
 * A look through a JSON text as its bytes pass.
 *
 * <p><b>Is:</b> {@link io.groqmeter.groq.json.JsonScanner}, which walks any bytes in any pieces, and
 * {@link io.groqmeter.groq.json.JsonOutline}, which names the few places that are worth a look. Everything else is skipped at the
 * cost of reading it once: no tree, no strings, a fixed small state, whatever the length, depth or shape of the text.
 *
 * <p><b>Owns:</b> JSON's syntax as far as finding values needs it.
 *
 * <p><b>Does not own:</b> validation (a text that is not JSON yields what was found before it went wrong) or the meaning of any
 * place (the readers in {@code groq}).
 */
@NullMarked
package io.groqmeter.groq.json;

import org.jspecify.annotations.NullMarked;
