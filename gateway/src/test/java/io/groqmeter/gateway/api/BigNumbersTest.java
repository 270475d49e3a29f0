package io.groqmeter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RunningGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers whose parsing is quadratic in their length, or that expand into gigabytes. */
class BigNumbersTest {

    private static final String DIGITS = "9".repeat(900_000);

    private final RunningGateway gateway = new RunningGateway("http://127.0.0.1:1");

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "/api/budgets | {\"scope\":\"all\",\"usd\":\"#\",\"period\":\"day\"}",
                "/api/budgets | {\"scope\":\"all\",\"usd\":#,\"period\":\"day\"}",
                "/api/budgets | {\"scope\":\"all\",\"usd\":\"1e999999999\",\"period\":\"day\"}",
                "/api/budgets | {\"scope\":\"all\",\"usd\":1e-999999999,\"period\":\"day\"}",
                "/api/budgets | {\"scope\":\"all\",\"usd\":\"1\",\"period\":\"month\",\"resets_on\":#}",
                "/api/alerts  | {\"name\":\"a\",\"type\":\"spend\",\"usd\":\"#\"}",
                "/api/alerts  | {\"name\":\"a\",\"type\":\"spend\",\"usd\":\"1e999999999\"}",
                "/api/alerts  | {\"name\":\"a\",\"type\":\"spend\",\"usd\":#}",
                "/api/keys    | {\"name\":\"a\",\"expires\":\"#d\"}",
                "/api/keys    | {\"name\":\"a\",\"expires\":#}",
                "/api/records | {\"id\":#}",
                "/api/records | [0,#]",
                "/chat        | {\"message\":#}",
                "/chat        | {\"message\":\"x\",\"stream\":#}"
            })
    void a_number_of_a_million_digits_in_a_body_is_refused_in_few_words(String path, String body) throws Exception {
        HttpResponse<String> refused = gateway.post(path.strip(), body.strip().replace("#", DIGITS));

        assertThat(refused.statusCode())
                .as(refused.body().length() + " characters")
                .isEqualTo(400);
        assertThat(refused.body()).hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/usage?limit=#",
        "/api/usage?cursor=#-#",
        "/api/summary?limit=#",
        "/api/summary?from=#",
        "/api/series?step=#&from=2026-01-01",
        "/debug/usage_log?limit=#",
        "/api/alerts/history?limit=#"
    })
    void nor_does_one_in_a_query_come_back_at_length(String uri) throws Exception {
        HttpResponse<String> refused = gateway.get(uri.replace("#", "9".repeat(7_000)));

        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void in_a_limits_body_too() throws Exception {
        HttpResponse<String> refused = gateway.post(
                "/api/budgets",
                "{\"scope\":\"all\",\"usd\":\"1\",\"period\":\"month\",\"resets_on\":\"" + DIGITS + "\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).hasSizeLessThan(2_000);
    }
}
