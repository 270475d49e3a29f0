package io.groqmeter.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/** Clients over Spring's {@code RestClient}, in the way of LangChain4j's own: whoever asks for a stream does not wait for it. */
final class RestClientBuilder implements HttpClientBuilder {

    private final RestClient.Builder builder;
    private final Executor streams;

    RestClientBuilder(RestClient.Builder builder, Executor streams) {
        this.builder = builder;
        this.streams = streams;
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return Duration.ofSeconds(60);
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return new OverRestClient(builder.build(), streams);
    }

    private record OverRestClient(RestClient client, Executor streams) implements HttpClient {

        private RestClient.RequestHeadersSpec<?> spec(HttpRequest request) {
            return client.post()
                    .uri(request.url())
                    .headers(headers -> request.headers().forEach(headers::addAll))
                    .body(request.body());
        }

        @Override
        public SuccessfulHttpResponse execute(HttpRequest request) {
            return spec(request).exchange((sent, response) -> {
                SuccessfulHttpResponse head = head(response);
                String body = new String(response.getBody().readAllBytes(), UTF_8);
                return SuccessfulHttpResponse.builder()
                        .statusCode(head.statusCode())
                        .headers(head.headers())
                        .body(body)
                        .build();
            });
        }

        @Override
        public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
            streams.execute(() -> spec(request).exchange((sent, response) -> {
                listener.onOpen(head(response));
                parser.parse(response.getBody(), listener);
                listener.onClose();
                return true;
            }));
        }

        private static SuccessfulHttpResponse head(ClientHttpResponse response) throws IOException {
            if (response.getStatusCode().isError()) {
                throw new HttpException(response.getStatusCode().value(), "refused");
            }
            return SuccessfulHttpResponse.builder()
                    .statusCode(response.getStatusCode().value())
                    .headers(java.util.Map.of("content-type", java.util.List.of("text/event-stream")))
                    .build();
        }
    }
}
