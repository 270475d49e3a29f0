package io.groqmeter.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Calls of every kind, sent one after the other to a base URL. Some carry {@code x-sim-…} headers, so
 * the other end must be the simulator.
 */
final class DemoTraffic {

    private static final String SMALL = "openai/gpt-oss-20b";
    private static final String LARGE = "openai/gpt-oss-120b";
    private static final String CHAT = "/openai/v1/chat/completions";
    private static final String RESPONSES = "/openai/v1/responses";
    private static final String BOUNDARY = "groqmeter-demo";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;

    /** @param root the host root calls go to */
    DemoTraffic(URI root) {
        this.root = root;
    }

    /**
     * Makes all the calls.
     *
     * @throws IOException if the other end cannot be reached
     */
    void run() throws IOException, InterruptedException {
        get("/openai/v1/models");
        chats();
        streams();
        responses();
        audio();
        failures();
        hangUp();
    }

    private void chats() throws IOException, InterruptedException {
        for (String project : new String[] {"web", "support", "web"}) {
            json(CHAT, chat(SMALL, "Say hello to " + project + ".", ""), "x-groqmeter-project", project);
        }
        json(CHAT, chat(LARGE, "Think about the sea.", ""), "x-groqmeter-user", "ana");
        String long20k = "The tide comes in, the tide goes out. ".repeat(500);
        json(CHAT, chat(LARGE, long20k, ""));
        json(CHAT, chat(LARGE, long20k, "")); // most of this one is in Groq's prompt cache
        json(CHAT, chat(SMALL, "What is new?", ",\"tools\":[{\"type\":\"browser_search\"}]"));
        json(CHAT, chat("groq/compound", "What is the weather in Lima?", ""));
        json(CHAT, chat("llama-3.3-70b-versatile", "A haiku, please.", ""));
    }

    private void streams() throws IOException, InterruptedException {
        for (String shape : new String[] {"A", "B"}) {
            json(CHAT, chat(SMALL, "Count to three.", ",\"stream\":true"), "x-sim-shape", shape);
        }
        json(CHAT, chat(LARGE, "Count to four.", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
    }

    private void responses() throws IOException, InterruptedException {
        String body = "{\"model\":\"" + SMALL + "\",\"input\":\"A word on rivers.\"";
        json(RESPONSES, body + "}");
        json(RESPONSES, body + ",\"stream\":true}");
    }

    private void audio() throws IOException, InterruptedException {
        for (String format : new String[] {"json", "verbose_json"}) {
            byte[] form = form("whisper-large-v3-turbo", format, silence(Duration.ofMillis(12_300)));
            send(
                    "/openai/v1/audio/transcriptions",
                    BodyPublishers.ofByteArray(form),
                    "multipart/form-data; boundary=" + BOUNDARY);
        }
        json(
                "/openai/v1/audio/speech",
                "{\"model\":\"canopylabs/orpheus-v1-english\",\"voice\":\"hannah\",\"input\":\"Good morning, café.\","
                        + "\"response_format\":\"wav\"}");
    }

    private void failures() throws IOException, InterruptedException {
        json(CHAT, chat("no-such-model", "Hello?", ""));
        for (String status : new String[] {"429", "498", "503"}) {
            json(CHAT, chat(SMALL, "Hello?", ""), "x-sim-status", status);
        }
        json(CHAT, chat(SMALL, "Hello?", ",\"stream\":true"), "x-sim-stream-error", "true");
    }

    /** Leaves in the middle of a stream; Groq bills the whole of it. */
    private void hangUp() throws IOException, InterruptedException {
        HttpRequest request = request(
                        CHAT,
                        BodyPublishers.ofString(chat(SMALL, "Tell me a long story.", ",\"stream\":true")),
                        "application/json")
                .header("x-sim-chunks", "60")
                .header("x-sim-chunk-delay-ms", "10")
                .build();
        try (InputStream answer =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            answer.readNBytes(200);
        }
    }

    private static String chat(String model, String message, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + message + "\"}]" + more
                + "}";
    }

    private void json(String path, String body, String... headers) throws IOException, InterruptedException {
        send(path, BodyPublishers.ofString(body), "application/json", headers);
    }

    private void get(String path) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(root.resolve(path))
                        .header("authorization", "Bearer demo")
                        .build(),
                BodyHandlers.discarding());
    }

    private void send(String path, BodyPublisher body, String type, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, body, type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        client.send(request.build(), BodyHandlers.discarding());
    }

    private HttpRequest.Builder request(String path, BodyPublisher body, String type) {
        return HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer demo")
                .header("content-type", type)
                .POST(body);
    }

    private static byte[] form(String model, String format, byte[] audio) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        field(form, "name=\"model\"", model.getBytes(StandardCharsets.UTF_8));
        field(form, "name=\"response_format\"", format.getBytes(StandardCharsets.UTF_8));
        field(form, "name=\"file\"; filename=\"silence.wav\"", audio);
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static void field(ByteArrayOutputStream form, String disposition, byte[] value) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(value);
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** A WAVE file of silence: 8,000 samples a second, one byte each. */
    private static byte[] silence(Duration length) {
        int samples = (int) (length.toMillis() * 8);
        ByteBuffer wave = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
        wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wave.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(8_000);
        wave.putShort((short) 1).putShort((short) 8);
        wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
        while (wave.hasRemaining()) {
            wave.put((byte) 0x80);
        }
        return wave.array();
    }
}
