package io.groqmeter.spring.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.jdkhttp.MeteringHttpClient;
import io.groqmeter.testkit.GroqApp;
import io.groqmeter.testkit.MeteringContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

class RestClientTest extends MeteringContract {

    @Override
    protected GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers) {
        return new App(RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
                .requestInterceptor(new MeteringInterceptor(meter))
                .baseUrl(baseUrl)
                .defaultHeaders(each -> headers.forEach(each::add))
                .build());
    }

    @Test
    void a_metering_client_below_does_not_count_a_call_again() {
        HttpClient below = new MeteringHttpClient(meter(), HttpClient.newHttpClient());
        App app = new App(RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(below))
                .requestInterceptor(new MeteringInterceptor(meter()))
                .baseUrl(groq().baseUrl() + "/openai/v1")
                .build());
        app.ask();
        app.stream();
        assertBooksAgree(2);
    }

    @Test
    void an_answer_nobody_reads_is_not_lost() {
        ((App) app(Map.of())).request(Asked.plainly(MODEL, false)).toBodilessEntity();
        assertThat(records().size() + meter().store().openCalls().size()).isEqualTo(1);
    }

    private record App(RestClient client) implements GroqApp {

        private RestClient.RequestBodySpec post(String body) {
            return client.post()
                    .uri("/chat/completions")
                    .header("Authorization", "Bearer gsk_test")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body);
        }

        RestClient.ResponseSpec request(String body) {
            return post(body).retrieve();
        }

        @Override
        public void ask() {
            assertThat(request(Asked.plainly(MODEL, false)).body(String.class)).contains("\"usage\"");
        }

        @Override
        public void stream() {
            readTo("data: [DONE]");
        }

        @Override
        public void leave() {
            readTo("\"content\":\"");
        }

        /** Reads lines up to one that says that, and closes. */
        private void readTo(String last) {
            String found = post(Asked.plainly(MODEL, true)).exchange((request, response) -> {
                if (response.getStatusCode().isError()) {
                    throw new IOException("status " + response.getStatusCode());
                }
                BufferedReader lines = new BufferedReader(new InputStreamReader(response.getBody(), UTF_8));
                String line = "";
                while (line != null && (!line.contains(last) || line.contains("\"content\":\"\""))) {
                    line = lines.readLine();
                }
                return line;
            });
            assertThat(found).isNotNull();
        }

        @Override
        public void useTool() {
            assertThat(request(Asked.withTool(MODEL)).body(String.class)).contains("\"tool_calls\"");
            assertThat(request(Asked.withResult(MODEL)).body(String.class)).contains("[DONE]");
        }
    }
}
