package io.groqmeter.jdkhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.testkit.GroqApp;
import io.groqmeter.testkit.MeteringContract;
import io.groqmeter.usage.Outcome;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JdkHttpTest extends MeteringContract {

    private static final String QUESTION = "{\"role\":\"user\",\"content\":\"How warm is it in Bogotá?\"}";
    private static final String TOOL = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"warmth\","
            + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}],";

    @Override
    protected GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers) {
        return new App(new MeteringHttpClient(meter, HttpClient.newHttpClient()), baseUrl, headers);
    }

    @Test
    void two_clients_in_front_of_each_other_count_a_call_once() throws Exception {
        HttpClient twice = new MeteringHttpClient(meter(), new MeteringHttpClient(meter(), HttpClient.newHttpClient()));
        App app = new App(twice, groq().baseUrl() + "/openai/v1", Map.of());
        app.ask();
        app.stream();
        twice.sendAsync(app.request(BodyPublishers.ofString(asking("", false))), BodyHandlers.discarding())
                .join();
        assertBooksAgree(3);
    }

    @Test
    void a_body_of_unknown_length_is_read_while_it_is_sent() throws Exception {
        App app = (App) app(Map.of());
        byte[] body = asking("", false).getBytes(UTF_8);
        app.client()
                .send(
                        app.request(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))),
                        BodyHandlers.ofString());
        assertBooksAgree(1);
        assertThat(records().get(0).call().requestModel()).isEqualTo(MODEL);
    }

    @Test
    void characters_cut_between_two_buffers_do_no_harm() throws Exception {
        App app = (App) app(Map.of("x-sim-split", "byte"));
        HttpResponse<String> answer =
                app.client().send(app.request(BodyPublishers.ofString(asking("", true))), BodyHandlers.ofString());
        assertThat(answer.body()).contains("[DONE]");
        assertBooksAgree(1);
    }

    @Test
    void every_body_handler_works() throws Exception {
        App app = (App) app(Map.of());
        HttpRequest request = app.request(BodyPublishers.ofString(asking("", true)));
        app.client().send(request, BodyHandlers.discarding());
        app.client().send(request, BodyHandlers.ofByteArray());
        app.client().send(request, BodyHandlers.buffering(BodyHandlers.ofString(), 10));
        app.client().send(request, BodyHandlers.ofLines()).body().forEach(line -> {});
        assertBooksAgree(4);
    }

    @Test
    void a_future_that_is_cancelled_leaves_the_call_unsettled() throws Exception {
        App app = (App) app(Map.of("x-sim-never", "true"));
        CompletableFuture<HttpResponse<String>> answer = app.client()
                .sendAsync(app.request(BodyPublishers.ofString(asking("", false))), BodyHandlers.ofString());
        answer.cancel(true);
        meter().flush();
        assertThat(meter().store().openCalls()).singleElement().satisfies(open -> assertThat(open.unsettled())
                .isNotNull());
    }

    @Test
    void an_answer_closed_early_arrives_as_a_cancellation() throws Exception {
        App app = (App) app(Map.of("x-sim-chunks", "150", "x-sim-chunk-delay-ms", "20"));
        app.leave();
        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED));
    }

    private static String asking(String more, boolean stream) {
        return asking(QUESTION, more, stream);
    }

    private static String asking(String messages, String more, boolean stream) {
        return "{\"model\":\"" + MODEL + "\"," + more + "\"stream\":" + stream + ",\"messages\":[" + messages + "]}";
    }

    private record App(HttpClient client, String baseUrl, Map<String, String> headers) implements GroqApp {

        HttpRequest request(BodyPublisher body) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                    .header("Authorization", "Bearer gsk_test")
                    .header("Content-Type", "application/json")
                    .POST(body);
            headers.forEach(request::header);
            return request.build();
        }

        private <T> HttpResponse<T> send(String body, HttpResponse.BodyHandler<T> handler) throws Exception {
            HttpResponse<T> response = client.send(request(BodyPublishers.ofString(body)), handler);
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return response;
        }

        @Override
        public void ask() throws Exception {
            assertThat(send(asking("", false), BodyHandlers.ofString()).body()).contains("\"usage\"");
        }

        @Override
        public void stream() throws Exception {
            read("data: [DONE]");
        }

        @Override
        public void leave() throws Exception {
            read("\"content\":\"");
        }

        /** Reads lines up to one that says that, and closes. */
        private void read(String last) throws Exception {
            try (InputStream body =
                            send(asking("", true), BodyHandlers.ofInputStream()).body();
                    BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
                String line = "";
                while (line != null && (!line.contains(last) || line.contains("\"content\":\"\""))) {
                    line = lines.readLine();
                }
                assertThat(line).isNotNull();
            }
        }

        @Override
        public void useTool() throws Exception {
            assertThat(send(asking(TOOL, false), BodyHandlers.ofString()).body())
                    .contains("\"tool_calls\"");
            String result = QUESTION + ",{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"19 degrees\"}";
            assertThat(send(asking(result, TOOL, true), BodyHandlers.ofString()).body())
                    .contains("[DONE]");
        }
    }
}
