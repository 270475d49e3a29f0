/**
 * The page in a real browser, on top of the whole program and a simulated Groq.
 *
 * <p><b>Is:</b> the proof that the page shows what was used: calls go in through the gateway, numbers come out on the page.
 *
 * <p><b>Owns:</b> the browser, the fixture, the pictures in {@code docs/dashboard}, and how long the page takes.
 *
 * <p><b>Does not own:</b> any number: it compares the page with {@code /api} and with the simulator's books.
 */
@NullMarked
package io.groqmeter.e2e;

import org.jspecify.annotations.NullMarked;
