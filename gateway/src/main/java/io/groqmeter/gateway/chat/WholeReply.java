package io.groqmeter.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reply in one piece: {@code {"reply", "model", "request_id", "usage"}}. */
final class WholeReply extends ReplyReader {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpResponse upstreamHead;

    WholeReply(Client client) {
        super(client);
    }

    @Override
    void started(HttpResponse head) {
        upstreamHead = head;
    }

    @Override
    void piece(ByteBuf piece) {
        // Through an own array: Netty's way into a stream leaves a copy in a buffer of the thread.
        byte[] bytes = new byte[piece.readableBytes()];
        piece.getBytes(piece.readerIndex(), bytes);
        body.writeBytes(bytes);
    }

    @Override
    void finished() {
        JsonNode answer;
        try {
            answer = ContentJson.read(body.toByteArray());
        } catch (IOException e) {
            ApiError.upstream(502, "upstream_unreadable", "Groq's answer is not JSON: " + e.getMessage())
                    .answer(client());
            return;
        }
        ObjectNode reply = ContentJson.object();
        reply.put(
                "reply",
                answer.path("choices").path(0).path("message").path("content").asText(""));
        ChatUsage.add(reply, record());
        byte[] bytes = (ContentJson.text(reply) + "\n").getBytes(StandardCharsets.UTF_8);
        HttpResponse head = responseHead(Objects.requireNonNull(upstreamHead), "application/json");
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        client().head(head);
        client().end(last(bytes));
    }
}
