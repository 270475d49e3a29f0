package io.groqmeter.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.gateway.http.Client;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.io.ByteArrayOutputStream;

/**
 * A streamed reply, as server-sent events: {@code {"reply": "…"}} for each piece, at the end one with {@code model}, {@code
 * request_id} and {@code usage}, and {@code [DONE]}.
 */
final class StreamedReply extends ReplyReader {

    /** The current line, incomplete. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    StreamedReply(Client client) {
        super(client);
    }

    @Override
    void started(HttpResponse head) {
        client().head(responseHead(head, "text/event-stream; charset=utf-8"));
    }

    @Override
    void piece(ByteBuf piece) {
        while (piece.isReadable()) {
            byte next = piece.readByte();
            if (next == '\n') {
                event(line.toString(UTF_8).strip());
                line.reset();
            } else {
                line.write(next);
            }
        }
    }

    private void event(String text) {
        if (!text.startsWith("data:") || text.endsWith("[DONE]")) {
            return;
        }
        try {
            JsonNode json = ContentJson.read(text.substring("data:".length()));
            JsonNode error = json.path("error");
            String content =
                    json.path("choices").path(0).path("delta").path("content").asText("");
            if (error.isObject()) {
                send(ContentJson.object().set("error", error));
            } else if (!content.isEmpty()) {
                send(ContentJson.object().put("reply", content));
            }
        } catch (JsonProcessingException e) {
            send(ContentJson.object().put("error", "Groq sent an event that is not JSON"));
        }
    }

    private void send(JsonNode event) {
        client().content(new DefaultHttpContent(
                Unpooled.wrappedBuffer(("data: " + ContentJson.text(event) + "\n\n").getBytes(UTF_8))));
    }

    @Override
    void finished() {
        ObjectNode end = ContentJson.object();
        ChatUsage.add(end, record());
        send(end);
        client().end(last("data: [DONE]\n\n".getBytes(UTF_8)));
    }
}
