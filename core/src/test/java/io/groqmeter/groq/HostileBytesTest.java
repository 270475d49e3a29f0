package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, no reader throws and every one can tell what it knows. */
class HostileBytesTest {

    private static final int INPUTS = 60_000;

    private static final String[] INSERTS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        ":",
        ",",
        "\n",
        "\r",
        "\n\n",
        "data:",
        "event: error\n",
        "[DONE]",
        "null",
        "-1",
        "1e999999999",
        "99999999999999999999",
        "\"usage\":",
        "\"usage\":{\"prompt_tokens\":100000001}",
        "\0",
        "\u00ff"
    };

    @Test
    void mutated_answers_never_throw() {
        Random random = new Random(3);
        List<Recording> recordings = Recording.all();
        Endpoint[] endpoints = Endpoint.values();
        int measured = 0;
        for (int i = 0; i < INPUTS; i++) {
            Recording recording = recordings.get(random.nextInt(recordings.size()));
            byte[] other = recordings.get(random.nextInt(recordings.size())).body();
            byte[] body = mutate(recording.body(), other, random);
            Endpoint endpoint =
                    random.nextInt(4) == 0 ? endpoints[random.nextInt(endpoints.length)] : recording.endpoint();
            AnswerReader reader = GroqWire.answer(endpoint, RequestSummary.nothing(), 200, recording.contentType());
            read(body, random).forEach(piece -> {
                reader.read(piece);
                assertThat(piece.remaining()).isZero();
            });
            AnswerSummary answer = reader.answer();
            Estimate.of(endpoint, RequestSummary.nothing(), answer);
            measured += answer.usage().totalTokens() > 0 ? 1 : 0;
        }
        assertThat(measured).as("mutations that left something to read").isGreaterThan(INPUTS / 10);
    }

    @Test
    void mutated_requests_never_throw() {
        Random random = new Random(4);
        byte[] json =
                ("{\"messages\":[{\"role\":\"user\",\"content\":[{\"image_url\":{\"url\":\"x\"}}]}],\"model\":\"m\","
                                + "\"stream\":true,\"max_tokens\":5,\"tools\":[{\"type\":\"mcp\"}],\"input\":\"abc\",\"url\":\"u\"}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] form =
                ("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n--b\r\nContent-Disposition: "
                                + "form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF\u0001\u0001WAVEfmt \r\n--b--\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        int named = 0;
        for (int i = 0; i < INPUTS; i++) {
            boolean asForm = i % 4 == 0;
            RequestReader reader =
                    GroqWire.request(Endpoint.SPEECH, asForm ? "multipart/form-data; boundary=b" : "application/json");
            byte[] body = mutate(asForm ? form : json, json, random);
            read(body, random).forEach(reader::read);
            RequestSummary ask = reader.summary();
            WorstCase.usage(Endpoint.CHAT, ask);
            WorstCase.usage(Endpoint.SPEECH, ask);
            WorstCase.usage(Endpoint.TRANSCRIPTIONS, ask);
            assertThat(ask.bytes()).isEqualTo(body.length);
            named += ask.model() != null ? 1 : 0;
        }
        assertThat(named).as("mutations that left a model").isGreaterThan(INPUTS / 10);
    }

    private static List<ByteBuffer> read(byte[] body, Random random) {
        return random.nextBoolean()
                ? new ArrayList<>(Pieces.whole(body))
                : Pieces.ofAtMost(1 + random.nextInt(40), body, random);
    }

    private static byte[] mutate(byte[] body, byte[] other, Random random) {
        byte[] mutated = body;
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = random.nextInt(mutated.length + 1);
            int to = Math.min(mutated.length, at + random.nextInt(30));
            mutated = switch (random.nextInt(5)) {
                case 0 -> join(mutated, 0, at, new byte[] {(byte) random.nextInt(256)}, mutated, to);
                case 1 -> join(mutated, 0, at, new byte[0], mutated, to);
                case 2 -> join(mutated, 0, to, new byte[0], mutated, at);
                case 3 ->
                    join(
                            mutated,
                            0,
                            at,
                            INSERTS[random.nextInt(INSERTS.length)].getBytes(StandardCharsets.UTF_8),
                            mutated,
                            at);
                default -> join(mutated, 0, at, new byte[0], other, random.nextInt(other.length + 1));
            };
        }
        return mutated;
    }

    private static byte[] join(byte[] first, int from, int to, byte[] middle, byte[] last, int lastFrom) {
        byte[] joined =
                Arrays.copyOf(Arrays.copyOfRange(first, from, to), to - from + middle.length + last.length - lastFrom);
        System.arraycopy(middle, 0, joined, to - from, middle.length);
        System.arraycopy(last, lastFrom, joined, to - from + middle.length, last.length - lastFrom);
        return joined;
    }
}
