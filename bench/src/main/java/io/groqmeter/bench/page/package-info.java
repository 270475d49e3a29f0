/**
 * The page {@code docs/benchmarks.md}: results as tables between prose.
 *
 * <p><b>Is:</b> a template and what fills its places.
 *
 * <p><b>Owns:</b> the goals and the verdict on each.
 *
 * <p><b>Does not own:</b> figures: every one comes from a file of results.
 */
@NullMarked
package io.groqmeter.bench.page;

import org.jspecify.annotations.NullMarked;
