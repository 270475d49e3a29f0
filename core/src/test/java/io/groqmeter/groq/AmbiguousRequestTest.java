package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that one reader understands otherwise than another: nothing is claimed about what they can cost. */
class AmbiguousRequestTest {

    private static RequestSummary ask(Endpoint endpoint, @Nullable String type, String body) {
        RequestReader reader = GroqWire.request(endpoint, type);
        reader.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        return reader.summary();
    }

    /** Whether nothing is claimed of it: it has two readings, or none that is understood here. */
    private static boolean isUnclear(RequestSummary ask) {
        return ask.ambiguous() || !ask.readable();
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
                "{\"model\":\"small\",\"tools\":[{\"Type\":\"browser_search\"}]}",
                "{\"model\":\"small\"}{\"model\":\"large\"}",
                "{\"model\":\"small\"} x",
                "{\"model\":\"small\"}\0",
                "\uFEFF{\"model\":\"small\"}",
                "{\"model\":\"small\",\"model\\u0000\":\"large\"}",
                "{\"model\":\"small\",\"model\0x\":\"large\"}",
                "{\"model\":\"small\",\" model\":\"large\"}",
                "{\"model\":\"small\",\"max_to\u212Aens\":9}",
                "{\"model\":\"small\",\"\\u017Ftream\":true}",
                "{\"model\":\"small\",\"max_tokens\":1,\"max_tokens\":null}",
                "{\"model\":\"small\",\"messages\":[],\"messages\":[1]}",
                "{\"model\":\"small\",\"stream\":false,\"str\\u0065am\":true}",
                "{\"model\":\"small\"/*,\"x\":\"*/,\"model\":\"large\"}",
                "{\"messages\":[/*],\"model\":\"small\"}*/],\"model\":\"large\"}",
                "{\"messages\":['\"'],\"model\":\"small\",\"x\":\"'\"}",
                "{\"x\":\"\\u\",\"model\":\"small\"}",
                "{\"x\":\"\\q\",\"model\":\"small\"}",
                "{\"x\":1\"model\":\"large\",\"model\":\"small\"}"
            })
    void a_request_of_two_readings_is_not_bounded(String body) {
        RequestSummary ask = ask(Endpoint.CHAT, "application/json", body);

        assertThat(isUnclear(ask)).isTrue();
        assertThat(WorstCase.usage(Endpoint.CHAT, ask)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"small\",\"model\":\"small\"}",
                " {\"model\" : \"small\"}\r\n\t ",
                "{\"mod\\u0065l\":\"small\"}",
                "{\"model\":\"small\",\"max_tokens\":null,\"max_completion_tokens\":5}",
                "{\"model\":\"small\",\"messages\":[{\"content\":\"a\\n\\u00e9 {\\\"x\\\":1} /* */ añ€😀\",\"n\":-1.5e+3}]}",
                "{\"model\":\"small\",\"messages\":[{\"Model\":\"x\",\"MODEL\":\"y\"}]}",
                "{\"model\":\"small\",\"tools\":[{\"type\":\"function\",\"function\":{\"Type\":\"x\"}}]}"
            })
    void one_that_has_one_reading_is(String body) {
        RequestSummary ask = ask(Endpoint.CHAT, "application/json", body);

        assertThat(ask.ambiguous()).isFalse();
        assertThat(WorstCase.usage(Endpoint.CHAT, ask)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=b",
                "multipart/mixed; boundary=b",
                "application/x-www-form-urlencoded",
                "text/plain",
                "application/json; charset=utf-16",
                "application/json; charset=utf-8; charset=utf-16",
                "application/json, multipart/form-data; boundary=b"
            })
    void what_is_said_not_to_be_JSON_is_not_bounded_where_only_JSON_is_taken(String type) {
        String body = "{\"model\":\"small\"}\r\n--b\r\n\r\n";
        for (Endpoint endpoint : List.of(Endpoint.CHAT, Endpoint.RESPONSES, Endpoint.EMBEDDINGS, Endpoint.SPEECH)) {
            assertThat(WorstCase.usage(endpoint, ask(endpoint, type, body))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=UTF-8", "application/vnd.x+json"})
    void what_is_said_to_be_JSON_is(String type) {
        assertThat(ask(Endpoint.CHAT, type, "{\"model\":\"small\"}").ambiguous())
                .isFalse();
    }

    @Test
    void bytes_that_are_not_UTF8_are_not_bounded_however_they_are_cut() {
        byte[][] endings = {
            {(byte) 0xFF},
            {(byte) 0xC0, (byte) 0xA2},
            {(byte) 0xE0, (byte) 0x80, (byte) 0xA2},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xC3, '"'}
        };
        for (byte[] ending : endings) {
            RequestReader reader = GroqWire.request(Endpoint.CHAT, "application/json");
            reader.read(ByteBuffer.wrap("{\"model\":\"small\",\"x\":\"añ€😀".getBytes(StandardCharsets.UTF_8)));
            for (byte next : ending) {
                reader.read(ByteBuffer.wrap(new byte[] {next}));
            }
            reader.read(ByteBuffer.wrap("\"}".getBytes(StandardCharsets.UTF_8)));
            assertThat(isUnclear(reader.summary())).isTrue();
        }
        RequestReader wide = GroqWire.request(Endpoint.CHAT, "application/json");
        wide.read(ByteBuffer.wrap("{\"model\":\"small\"}".getBytes(StandardCharsets.UTF_16)));
        assertThat(isUnclear(wide.summary())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=\"model\"; name=\"x\"\r\n\r\nlarge",
                "name=\"x\"; name*=utf-8''model\r\n\r\nlarge",
                "name=\"x\\\"; y=\"; name=\"model\"\r\n\r\nlarge",
                "name=\"x\\\\\"\r\n\r\nlarge",
                "name=\"x\"y\"\r\n\r\nlarge",
                "name=\"x\r\n\r\nlarge",
                "name=\"Model\"\r\n\r\nlarge",
                "name=\"model\0\"\r\n\r\nlarge",
                "name=\"model[]\"\r\n\r\nlarge",
                "name=\" model\"\r\n\r\nlarge",
                "name=\"model\"; filename=\"m\"\r\n\r\nlarge",
                "name=\"model\"\r\nContent-Transfer-Encoding: base64\r\n\r\nbGFyZ2U=",
                "name=\"model\"\r\nContent-Type: text/plain; charset=utf-16\r\n\r\nlarge",
                "name=\"x\"\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nlarge",
                "name=\"x\"\r\n y: z\r\n\r\nlarge",
                "name=\"x\"\nContent-Type: text/plain\r\n\r\nlarge",
                "name=\"FILE\"; filename=\"b.mp3\"\r\n\r\nID3",
                "name=\"x\"\r\n\r\nlarge\r\n--b \t z"
            })
    void a_form_with_a_part_of_two_readings_is_not_bounded(String part) {
        String form = form(
                "name=\"file\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\nID3",
                "name=\"language\"\r\n\r\nes",
                "name=\"temperature\"\r\n\r\n0");
        String type = "multipart/form-data; boundary=b";
        assertThat(ask(Endpoint.TRANSCRIPTIONS, type, form).ambiguous()).isFalse();
        assertThat(ask(Endpoint.TRANSCRIPTIONS, type, form(part, "name=\"model\"\r\n\r\nsmall"))
                        .ambiguous())
                .isTrue();
    }

    @Test
    void so_is_a_form_with_something_around_it_or_with_two_boundaries() {
        String form = form("name=\"model\"\r\n\r\nsmall");
        String type = "multipart/form-data; boundary=b";
        Endpoint endpoint = Endpoint.TRANSCRIPTIONS;

        assertThat(ask(endpoint, type, "\r\n" + form + "\r\n").ambiguous()).isFalse();
        assertThat(ask(endpoint, type + "; charset=utf-8", form).ambiguous()).isFalse();
        assertThat(isUnclear(ask(endpoint, type, "{\"model\":\"large\"}\r\n" + form)))
                .isTrue();
        assertThat(isUnclear(ask(endpoint, type, form + "{\"model\":\"large\"}")))
                .isTrue();
        assertThat(ask(endpoint, type + "; boundary=c", form).ambiguous()).isTrue();
        assertThat(ask(endpoint, type + "; boundary*=utf-8''c", form).ambiguous())
                .isTrue();
        assertThat(isUnclear(ask(endpoint, "multipart/mixed; boundary=b", form)))
                .isTrue();
        assertThat(isUnclear(ask(endpoint, "multipart/form-data", form))).isTrue();
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
