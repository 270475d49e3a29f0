/**
 * How cost grows with the number of calls kept.
 *
 * <p><b>Is:</b> the command {@code bench/scale}: it fills a store through its public interface, so that its sums are true, and times
 * what people ask of it.
 *
 * <p><b>Owns:</b> the mix of calls ({@code Mix}), the questions ({@code View}), the first tool's way of keeping a log
 * ({@code RewrittenLog}), and the page {@code docs/scale.md}.
 *
 * <p><b>Does not own:</b> how fast a call passes through the gateway.
 */
@NullMarked
package io.groqmeter.bench.scale;

import org.jspecify.annotations.NullMarked;
