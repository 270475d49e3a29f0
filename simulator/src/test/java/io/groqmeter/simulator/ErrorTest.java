package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTest extends SimulatorTest {

    @Test
    void a_call_without_a_key_gets_401() {
        HttpResponse<byte[]> response =
                client.send(HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/openai/v1/models")));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Client.text(response))
                .isEqualTo("{\"error\":{\"message\":\"Invalid API Key\",\"type\":\"invalid_request_error\","
                        + "\"code\":\"invalid_api_key\"}}");
    }

    @Test
    void an_unknown_model_gets_404() {
        HttpResponse<byte[]> response = client.chat(asking("llama-3.3-70b-versatlie"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Client.json(response).at("/error/code").asText()).isEqualTo("model_not_found");
        assertThat(Client.json(response).at("/error/message").asText())
                .isEqualTo("The model `llama-3.3-70b-versatlie` does not exist or you do not have access to it.");
    }

    @ParameterizedTest
    @CsvSource({"400,model_decommissioned", "429,rate_limit_exceeded", "498,capacity_exceeded", "413,request_too_large"
    })
    void a_status_on_demand_comes_in_groqs_words(int status, String code) {
        HttpResponse<byte[]> response = client.chat(HELLO, "x-sim-status", Integer.toString(status));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Client.json(response).at("/error/code").asText()).isEqualTo(code);
        assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 429);
        assertThat(simulator.books().total().errors()).containsEntry(status, 1L);
        assertThat(simulator.books().ledger(0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{not json | could not parse",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 'model'",
                "{\"model\":\"llama-3.1-8b-instant\"} | 'messages'",
                "{\"model\":\"llama-3.1-8b-instant\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | 'n'",
                "{\"model\":\"whisper-large-v3\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | support"
            })
    void a_bad_request_gets_400_and_a_reason(String body, String reason) {
        HttpResponse<byte[]> response = client.chat(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).at("/error/message").asText()).contains(reason);
    }

    @Test
    void a_control_nobody_knows_or_can_read_gets_400() {
        assertThat(client.chat(HELLO, "x-sim-colour", "red").statusCode()).isEqualTo(400);
        assertThat(client.chat(HELLO, "x-sim-status", "soon").statusCode()).isEqualTo(400);
        assertThat(client.chat(HELLO, "x-sim-cut-after", "lunch").statusCode()).isEqualTo(400);
    }

    @Test
    void an_unknown_url_gets_404() {
        JsonNode error = Client.json(client.get("/openai/v1/nothing")).path("error");

        assertThat(error.path("code").asText()).isEqualTo("unknown_url");
    }

    @Test
    void error_rates_refuse_calls_by_seeded_chance() throws IOException {
        try (GroqSimulator weather = GroqSimulator.start(SimulatorConfig.local().withErrorRates(0.2, 0.2, 0.2))) {
            Client calls = new Client(weather);
            for (int i = 0; i < 100; i++) {
                calls.chat(HELLO);
            }
            assertThat(weather.books().total().errors().keySet()).contains(429, 498, 500, 502, 503);
            assertThat(weather.books().total().answered()).isBetween(20L, 60L);
        }
    }
}
