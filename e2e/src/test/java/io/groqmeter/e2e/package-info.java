/**
 * The page before a real browser, and behind it the whole program and a simulated Groq.
 *
 * <p><b>Is:</b> the proof that what a person sees is what was used: calls go in through the gateway, numbers come out on the page.
 *
 * <p><b>Owns:</b> the browser, the stage it stands on, the pictures in {@code docs/dashboard}, and how long the page takes.
 *
 * <p><b>Does not own:</b> any number: it holds the page against {@code /api} and against the simulator's books.
 */
@NullMarked
package io.groqmeter.e2e;

import org.jspecify.annotations.NullMarked;
