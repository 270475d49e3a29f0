package io.groqmeter.langchain4j;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpClientBuilderLoader;
import io.groqmeter.UsageMeter;
import io.groqmeter.usage.Attribution;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Builds HTTP clients that meter the calls which go to Groq:
 *
 * <pre>{@code
 * ChatModel model = OpenAiChatModel.builder()
 *         .baseUrl("https://api.groq.com/openai/v1")
 *         .httpClientBuilder(new MeteringHttpClientBuilder(meter))
 *         .build();
 * }</pre>
 *
 * <p>A call is for those the calling thread's scope names ({@link UsageMeter#attribute}), an {@link AttributionListener}, and its
 * {@code x-groqmeter-*} headers, which are taken off.
 */
public final class MeteringHttpClientBuilder implements HttpClientBuilder {

    private final UsageMeter meter;
    private final HttpClientBuilder builder;
    private final Supplier<Attribution> attribution;

    /** Wraps clients of the kind that LangChain4j finds on the class path. */
    public MeteringHttpClientBuilder(UsageMeter meter) {
        this(meter, HttpClientBuilderLoader.loadHttpClientBuilder());
    }

    /** @param builder builds the clients that make the calls */
    public MeteringHttpClientBuilder(UsageMeter meter, HttpClientBuilder builder) {
        this(meter, builder, Attribution::none);
    }

    /** @param listener registered with the same model, which attributes calls */
    public MeteringHttpClientBuilder(UsageMeter meter, HttpClientBuilder builder, AttributionListener listener) {
        this(meter, builder, listener::current);
    }

    /** @param listener registered with the same model, which attributes calls */
    public MeteringHttpClientBuilder(UsageMeter meter, AttributionListener listener) {
        this(meter, HttpClientBuilderLoader.loadHttpClientBuilder(), listener);
    }

    private MeteringHttpClientBuilder(UsageMeter meter, HttpClientBuilder builder, Supplier<Attribution> attribution) {
        this.meter = meter;
        this.builder = builder;
        this.attribution = attribution;
    }

    @Override
    public Duration connectTimeout() {
        return builder.connectTimeout();
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        builder.connectTimeout(timeout);
        return this;
    }

    @Override
    public Duration readTimeout() {
        return builder.readTimeout();
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        builder.readTimeout(timeout);
        return this;
    }

    @Override
    public HttpClient build() {
        return new MeteringHttpClient(meter, builder.build(), attribution);
    }
}
