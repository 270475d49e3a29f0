/**
 * What the integrations add to a call.
 *
 * <p><b>Is:</b> JMH benchmarks of each framework's client, bare and metered, against an answer from this machine.
 *
 * <p><b>Owns:</b> the frameworks' clients, as a program builds them.
 *
 * <p><b>Does not own:</b> who answers, what is asked (both of {@code io.groqmeter.bench}), or the page.
 */
@NullMarked
package io.groqmeter.bench.library;

import org.jspecify.annotations.NullMarked;
