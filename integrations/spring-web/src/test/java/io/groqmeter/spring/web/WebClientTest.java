package io.groqmeter.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.jdkhttp.MeteringHttpClient;
import io.groqmeter.testkit.GroqApp;
import io.groqmeter.testkit.MeteringContract;
import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

class WebClientTest extends MeteringContract {

    @Override
    protected GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers) {
        return new App(WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(HttpClient.newHttpClient()))
                .filter(new MeteringFilter(meter))
                .baseUrl(baseUrl)
                .defaultHeaders(each -> headers.forEach(each::add))
                .build());
    }

    @Test
    void a_metering_client_below_does_not_count_a_call_again() {
        HttpClient below = new MeteringHttpClient(meter(), HttpClient.newHttpClient());
        assertCountedOnce(WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(below))
                .filter(new MeteringFilter(meter())));
    }

    @Test
    void two_filters_count_a_call_once() {
        assertCountedOnce(WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(HttpClient.newHttpClient()))
                .filter(new MeteringFilter(meter()))
                .filter(new MeteringFilter(meter())));
    }

    @Test
    void three_hooks_count_a_call_once() {
        HttpClient below = new MeteringHttpClient(meter(), HttpClient.newHttpClient());
        assertCountedOnce(WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(below))
                .filter(new MeteringFilter(meter()))
                .filter(new MeteringFilter(meter())));
    }

    private void assertCountedOnce(WebClient.Builder twice) {
        App app = new App(twice.baseUrl(groq().baseUrl() + "/openai/v1").build());
        app.ask();
        app.stream();
        app.useTool();
        assertBooksAgree(4);
    }

    private record App(WebClient client) implements GroqApp {

        private WebClient.ResponseSpec request(String body) {
            return client.post()
                    .uri("/chat/completions")
                    .header("Authorization", "Bearer gsk_test")
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(body)
                    .retrieve();
        }

        private Flux<String> events() {
            return request(Asked.plainly(MODEL, true)).bodyToFlux(String.class);
        }

        @Override
        public void ask() {
            assertThat(request(Asked.plainly(MODEL, false))
                            .bodyToMono(String.class)
                            .block())
                    .contains("\"usage\"");
        }

        /** As Spring AI 1 does: up to {@code [DONE]}, then it cancels. */
        @Override
        public void stream() {
            assertThat(events().takeUntil("[DONE]"::equals).blockLast()).isEqualTo("[DONE]");
        }

        @Override
        public void leave() {
            assertThat(events().filter(event -> event.contains("\"content\":\"") && !event.contains("\"content\":\"\""))
                            .blockFirst())
                    .isNotNull();
        }

        @Override
        public void useTool() {
            assertThat(request(Asked.withTool(MODEL)).bodyToMono(String.class).block())
                    .contains("\"tool_calls\"");
            assertThat(request(Asked.withResult(MODEL)).bodyToFlux(String.class).blockLast())
                    .isEqualTo("[DONE]");
        }
    }
}
