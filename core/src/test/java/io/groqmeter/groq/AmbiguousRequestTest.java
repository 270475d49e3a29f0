package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that one reader understands otherwise than another: nothing is claimed about what they can cost. */
class AmbiguousRequestTest {

    private static Ask ask(Endpoint endpoint, @Nullable String type, String body) {
        RequestReader reader = GroqWire.request(endpoint, type);
        reader.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        return reader.ask();
    }

    private static String form(String... parts) {
        StringBuilder form = new StringBuilder();
        for (String part : parts) {
            form.append("--b\r\nContent-Disposition: form-data; ").append(part).append("\r\n");
        }
        return form.append("--b--\r\n").toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"small\",\"model\":\"large\"}",
                "{\"model\":\"small\",\"model\":null}",
                "{\"model\":\"small\",\"mod\\u0065l\":\"large\"}",
                "{\"model\":\"small\",\"MODEL\":\"large\"}",
                "{\"Model\":\"large\"}",
                "{\"model\":\"small\",\"max_tokens\":1,\"Max_Tokens\":100000}",
                "{\"model\":\"small\",\"Tools\":[{\"type\":\"browser_search\"}]}",
                "{\"model\":\"small\",\"tools\":[{\"Type\":\"browser_search\"}]}"
            })
    void a_request_of_two_readings_is_not_bounded(String body) {
        Ask ask = ask(Endpoint.CHAT, "application/json", body);

        assertThat(ask.ambiguous()).isTrue();
        assertThat(WorstCase.usage(Endpoint.CHAT, ask)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"small\",\"model\":\"small\"}",
                "{\"model\":\"small\",\"messages\":[{\"Model\":\"x\",\"MODEL\":\"y\"}]}",
                "{\"model\":\"small\",\"tools\":[{\"type\":\"function\",\"function\":{\"Type\":\"x\"}}]}"
            })
    void one_that_has_one_reading_is(String body) {
        Ask ask = ask(Endpoint.CHAT, "application/json", body);

        assertThat(ask.ambiguous()).isFalse();
        assertThat(WorstCase.usage(Endpoint.CHAT, ask)).isPresent();
    }

    @Test
    void a_form_with_two_models_or_two_files_is_not_bounded() {
        String type = "multipart/form-data; boundary=b";
        String model = "name=\"model\"\r\n\r\nwhisper-large-v3";
        String file = "name=\"file\"; filename=\"a.mp3\"\r\n\r\nID3";
        Endpoint endpoint = Endpoint.TRANSCRIPTIONS;

        assertThat(WorstCase.usage(endpoint, ask(endpoint, type, form(model, model, file))))
                .isEmpty();
        assertThat(WorstCase.usage(endpoint, ask(endpoint, type, form(model, file, file))))
                .isEmpty();
        assertThat(WorstCase.usage(endpoint, ask(endpoint, type, form(model, file))))
                .isPresent();
    }
}
