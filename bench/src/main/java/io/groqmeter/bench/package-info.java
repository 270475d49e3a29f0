/**
 * Measures groqmeter: side by side with other proxies, at scale, and piece by piece.
 *
 * <p><b>Is:</b> commands for people who want the figures on their own machine; no part of what is shipped.
 *
 * <p><b>Owns:</b> the workloads, the upstream and the load, and the page {@code docs/benchmarks.md}.
 *
 * <p><b>Does not own:</b> what it measures: contenders run as processes of their own, as a user starts them.
 */
@NullMarked
package io.groqmeter.bench;

import org.jspecify.annotations.NullMarked;
