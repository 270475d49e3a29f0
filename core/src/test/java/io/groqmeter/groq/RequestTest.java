package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestTest {

    private static RequestSummary ask(Endpoint endpoint, @Nullable String contentType, byte[] body) {
        RequestReader whole = GroqWire.request(endpoint, contentType);
        Pieces.whole(body).forEach(whole::read);
        for (int longest : new int[] {1, 2, 7, 60}) {
            RequestReader cut = GroqWire.request(endpoint, contentType);
            Pieces.ofAtMost(longest, body, new Random(longest)).forEach(cut::read);
            assertThat(cut.summary()).isEqualTo(whole.summary());
        }
        return whole.summary();
    }

    private static RequestSummary chat(String body) {
        return ask(Endpoint.CHAT, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void only_keys_of_the_request_itself_count() {
        RequestSummary ask = chat("""
                {"messages":[{"role":"user","model":"no","stream":true,"content":"{\\"model\\":\\"no\\"}"}],
                 "tools":[{"type":"function","function":{"name":"f","parameters":{"model":"no","type":"object",
                   "properties":{"type":{"type":"browser_search"},"max_tokens":{"type":"integer"}}}}}],
                 "response_format":{"model":"no","stream":true},
                 "model":"openai/gpt-oss-120b","service_tier":"flex","max_completion_tokens":700}
                """);
        assertThat(ask.model()).isEqualTo("openai/gpt-oss-120b");
        assertThat(ask.stream()).isFalse();
        assertThat(ask.serviceTier()).isEqualTo("flex");
        assertThat(ask.maxOutputTokens()).isEqualTo(OptionalLong.of(700));
        assertThat(ask.builtInTools()).isEmpty();
    }

    @Test
    void a_repeated_model_is_the_last_one_as_groq_reads_it() {
        assertThat(chat("{\"model\":\"a\",\"model\":\"b\"}").model()).isEqualTo("b");
    }

    @Test
    void of_several_limits_the_highest_bounds_the_call() {
        assertThat(chat("{\"max_tokens\":10,\"max_completion_tokens\":20}").maxOutputTokens())
                .hasValue(20);
        assertThat(chat("{\"max_output_tokens\":\"30\"}").maxOutputTokens()).hasValue(30);
    }

    @Test
    void a_limit_that_is_none_is_not_told() {
        for (String limit : new String[] {"null", "0", "-1", "1.5", "1e99", "\"many\"", "[5]", "true"}) {
            assertThat(chat("{\"max_tokens\":" + limit + "}").maxOutputTokens())
                    .as(limit)
                    .isEmpty();
        }
    }

    @Test
    void built_in_tools_and_images_are_seen() {
        RequestSummary ask = chat("""
                {"tools":[{"type":"browser_search"},{"type":"mcp","server_url":"x"},{"type":"browser_search"},{"type":"function"}],
                 "messages":[{"content":[{"type":"text","text":"image_url"},{"type":"image_url","image_url":{"url":"http://x"}},
                   {"type":"image_url","image_url":"data:..."}]}]}
                """);
        assertThat(ask.builtInTools()).containsExactly("browser_search", "mcp");
        assertThat(ask.media().images()).isEqualTo(2);
    }

    @Test
    void images_of_a_responses_request_are_seen() {
        String body =
                "{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"http://x\"}]}]}";
        RequestSummary ask = ask(Endpoint.RESPONSES, "application/json", body.getBytes(StandardCharsets.UTF_8));
        assertThat(ask.media().images()).isEqualTo(1);
        assertThat(ask.characters()).isEmpty();
    }

    @Test
    void speech_is_counted_in_code_points_with_escapes_undone() {
        String body = "{\"input\":\"a\\n\\u00e9é\\ud83d\\ude42🙂\",\"model\":\"canopylabs/orpheus-v1-english\"}";
        RequestSummary ask = ask(Endpoint.SPEECH, null, body.getBytes(StandardCharsets.UTF_8));
        assertThat(ask.characters()).hasValue(6);
        assertThat(ask.model()).isEqualTo("canopylabs/orpheus-v1-english");
        assertThat(ask.bytes()).isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void a_body_that_is_no_json_asks_for_nothing_known() {
        for (String body : new String[] {"", "model=x", "[{\"model\":\"x\"}]", "\"model\"", "{", "\0\0"}) {
            assertThat(chat(body).model()).as(body).isNull();
        }
    }

    @Test
    void an_uploaded_file_is_measured_and_the_model_found_on_either_side_of_it() {
        byte[] wav = wav(Duration.ofMillis(2_500));
        for (String order : new String[] {"model first", "file first"}) {
            byte[] model = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-large-v3\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] file = join(
                    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII),
                    wav,
                    "\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] end = "--b--\r\n".getBytes(StandardCharsets.US_ASCII);
            byte[] body = order.equals("model first") ? join(model, file, end) : join(file, model, end);
            RequestSummary ask = ask(Endpoint.TRANSCRIPTIONS, "multipart/form-data; boundary=b", body);
            assertThat(ask.model()).as(order).isEqualTo("whisper-large-v3");
            assertThat(ask.audio()).as(order).contains(Duration.ofMillis(2_500));
            assertThat(ask.audioByUrl()).isFalse();
            assertThat(ask.bytes()).isEqualTo(body.length);
        }
    }

    @Test
    void audio_by_url_is_known_to_be_unseen() {
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nhttps://example.org/a.mp3\r\n--b--\r\n";
        RequestSummary ask = ask(
                Endpoint.TRANSCRIPTIONS, "multipart/form-data; boundary=b", form.getBytes(StandardCharsets.US_ASCII));
        assertThat(ask.audioByUrl()).isTrue();
        assertThat(ask.audio()).isEmpty();
    }

    @Test
    void audio_in_a_data_url_is_measured_as_it_passes() {
        byte[] wav = wav(Duration.ofMillis(90_000));
        String plain = Base64.getEncoder().encodeToString(wav);
        String[] urls = {
            "data:audio/wav;base64," + plain,
            "data:;base64," + Base64.getEncoder().withoutPadding().encodeToString(wav),
            "  DATA:audio/wav;codecs=1; Base64 ," + Base64.getUrlEncoder().encodeToString(wav),
            "data:audio/wav;base64," + Base64.getMimeEncoder().encodeToString(wav),
            "data:audio/wav;base64,"
                    + plain.replace("+", "%2B").replace("/", "%2f").replace("=", "%3D"),
            "data:audio/wav," + percentEncoded(wav),
        };
        for (String url : urls) {
            String what = url.substring(0, 40);
            for (RequestSummary ask : new RequestSummary[] {
                form(url), json(url.replace("\r\n", "\\r\\n").replace("/", "\\/"))
            }) {
                assertThat(ask.audio()).as(what).contains(Duration.ofMillis(90_000));
                assertThat(ask.audioByUrl()).as(what).isFalse();
                assertThat(ask.model()).as(what).isEqualTo("whisper-large-v3");
                assertThat(ask.ambiguous()).as(what).isFalse();
            }
        }
    }

    @Test
    void a_data_url_that_holds_no_audio_has_no_length_and_is_nowhere_else() {
        for (String url : new String[] {
            "data:audio/wav;base64,",
            "data:audio/wav;base64,UklGRg==",
            "data:audio/wav;base64,!!!!",
            "data:,%zz",
            "data:"
        }) {
            for (RequestSummary ask : new RequestSummary[] {form(url), json(url)}) {
                assertThat(ask.audio()).as(url).isEmpty();
                assertThat(ask.audioByUrl()).as(url).isFalse();
            }
        }
        for (RequestSummary ask :
                new RequestSummary[] {form("datas://x"), json("https:\\/\\/example.org/a.mp3"), form("d")}) {
            assertThat(ask.audioByUrl()).isTrue();
        }
        assertThat(form(" ").audioByUrl()).isFalse();
        assertThat(json("").audioByUrl()).isFalse();
    }

    @Test
    void two_urls_depend_on_groqs_reader() {
        String body = "{\"url\":\"https://a\",\"url\":\"https://b\"}";
        assertThat(ask(Endpoint.TRANSCRIPTIONS, "application/json", body.getBytes(StandardCharsets.UTF_8))
                        .ambiguous())
                .isTrue();
        assertThat(form("https://a\r\n--b\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\nhttps://b")
                        .ambiguous())
                .isTrue();
    }

    private static RequestSummary form(String url) {
        String form = "--b\r\nContent-Disposition: form-data; name=\"url\"\r\n\r\n" + url
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-large-v3\r\n--b--\r\n";
        return ask(
                Endpoint.TRANSCRIPTIONS, "multipart/form-data; boundary=b", form.getBytes(StandardCharsets.US_ASCII));
    }

    private static RequestSummary json(String url) {
        String body = "{\"url\":\"" + url + "\",\"model\":\"whisper-large-v3\"}";
        return ask(Endpoint.TRANSCRIPTIONS, "application/json", body.getBytes(StandardCharsets.US_ASCII));
    }

    private static String percentEncoded(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte octet : bytes) {
            text.append('%').append(HexFormat.of().toHexDigits(octet));
        }
        return text.toString();
    }

    /** Silence: 8 kHz, one channel of one byte. */
    private static byte[] wav(Duration length) {
        int samples = (int) (length.toMillis() * 8);
        ByteBuffer wav = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(8_000);
        wav.putShort((short) 1).putShort((short) 8);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
        return wav.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
