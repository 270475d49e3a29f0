/**
 * Metering for LangChain4j.
 *
 * <p><b>Is:</b> {@link io.groqmeter.langchain4j.MeteringHttpClientBuilder}, given to a model by {@code httpClientBuilder(…)}, and
 * {@link io.groqmeter.langchain4j.AttributionListener}, which attributes its calls.
 *
 * <p><b>Owns:</b> seeing LangChain4j's exchanges: retries, cancelled streams and audio that its model listeners do not see.
 *
 * <p><b>Does not own:</b> what they mean and what is recorded ({@code io.groqmeter.exchange}). It registers nothing by {@code
 * ServiceLoader}: two HTTP clients found that way make LangChain4j refuse to build any model.
 */
@NullMarked
package io.groqmeter.langchain4j;

import org.jspecify.annotations.NullMarked;
