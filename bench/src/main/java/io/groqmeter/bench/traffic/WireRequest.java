package io.groqmeter.bench.traffic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request as it goes over the wire.
 *
 * @param path where it is posted
 * @param headers its headers beside {@code Host} and {@code Content-Length}
 * @param body its body
 */
public record WireRequest(String path, Map<String, String> headers, byte[] body) {

    /** Groq's path for chat calls. */
    public static final String CHAT = "/openai/v1/chat/completions";

    private static final String TRANSCRIPTIONS = "/openai/v1/audio/transcriptions";
    private static final String BOUNDARY = "bench-boundary-7f3a91";

    /** What stays of a chat body beside the prompt. */
    private static final int CHAT_FRAME = 120;

    /** A chat call whose body has about that many bytes. */
    static WireRequest chat(int bytes, boolean stream) {
        String prompt = "All work and no play makes a dull bench. ".repeat(bytes / 41 + 1);
        String json = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + prompt.substring(0, bytes - CHAT_FRAME)
                + "\"}],\"max_completion_tokens\":4096" + (stream ? ",\"stream\":true" : "") + "}";
        return new WireRequest(CHAT, headers("application/json"), ascii(json));
    }

    /** A transcription of an uploaded WAV file of that many seconds, 32,000 bytes each. */
    static WireRequest transcription(int seconds) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(
                ascii(
                        "--" + BOUNDARY
                                + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-large-v3\r\n--"
                                + BOUNDARY
                                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"talk.wav\"\r\nContent-Type: audio/wav\r\n\r\n"));
        form.writeBytes(Sound.wav(seconds));
        form.writeBytes(ascii("\r\n--" + BOUNDARY + "--\r\n"));
        return new WireRequest(
                TRANSCRIPTIONS, headers("multipart/form-data; boundary=" + BOUNDARY), form.toByteArray());
    }

    private static Map<String, String> headers(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type);
        headers.put("Authorization", "Bearer gsk_bench");
        headers.put("User-Agent", "groqmeter-bench");
        headers.put("Accept", "application/json, text/event-stream");
        return headers;
    }

    /** The same with one more header, or another value for it. */
    public WireRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new WireRequest(path, more, body);
    }

    /** The same, posted elsewhere. */
    public WireRequest at(String otherPath) {
        return new WireRequest(otherPath, headers, body);
    }

    /** Head and body, for a connection to that port of this machine. */
    public byte[] wire(int port) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream wire = new ByteArrayOutputStream(head.length() + body.length);
        wire.writeBytes(ascii(head.toString()));
        wire.writeBytes(body);
        return wire.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
