/**
 * Who is compared: no proxy at all, nginx, groqmeter in its settings, and the peers.
 *
 * <p><b>Is:</b> one class per program that knows how it is installed, started and asked.
 *
 * <p><b>Owns:</b> the settings each runs with: as shipped, where the page does not say otherwise.
 *
 * <p><b>Does not own:</b> installing: {@code bench/.peers.sh} does that, and leaves word where it failed.
 */
@NullMarked
package io.groqmeter.bench.contender;

import org.jspecify.annotations.NullMarked;
