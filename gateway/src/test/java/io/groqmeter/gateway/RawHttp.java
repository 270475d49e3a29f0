package io.groqmeter.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** HTTP/1.1 on the wire: what {@link RawClient} sends and {@link RawUpstream} answers. */
public final class RawHttp {

    /** The head of an answer that comes as an event stream, in chunks. */
    public static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** The end of Groq's event streams: the last event and the end of the body. */
    public static final String STREAM_END = event("[DONE]") + "0\r\n\r\n";

    /** The body of a chat completion's request. */
    public static final String ASK = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[]}";

    /** The body of an answer to it: 5 tokens in, 2 out. */
    public static final String ANSWER = "{\"id\":\"x\", \"model\":\"openai/gpt-oss-20b\" ,\n \"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}";

    private RawHttp() {}

    /** A chat completion with that body. */
    public static String post(String body) {
        return "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** A whole answer in JSON. */
    public static String json(String body) {
        return json("", body);
    }

    /** A whole answer in JSON with further header lines, each with its line end. */
    public static String json(String headers, String body) {
        return "HTTP/1.1 200 OK\r\n" + headers + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** A chunk of a body. */
    public static String chunk(String data) {
        return Integer.toHexString(data.getBytes(ISO_8859_1).length) + "\r\n" + data + "\r\n";
    }

    /** A server-sent event, in a chunk of its own. */
    public static String event(String data) {
        return chunk("data: " + data + "\n\n");
    }
}
