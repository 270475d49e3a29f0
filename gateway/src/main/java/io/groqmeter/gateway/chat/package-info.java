/**
 * The first tool's {@code POST /chat}: a message in, a reply with its cost out.
 *
 * <p><b>Is:</b> a small client of Groq's chat completions inside the gateway; its calls are proxied and recorded like any other.
 *
 * <p><b>Owns:</b> the format of {@code /chat}'s requests and answers.
 *
 * <p><b>Does not own:</b> conversations: each message stands alone.
 */
@NullMarked
package io.groqmeter.gateway.chat;

import org.jspecify.annotations.NullMarked;
