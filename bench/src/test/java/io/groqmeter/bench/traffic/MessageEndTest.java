package io.groqmeter.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageEndTest {

    private static final String COUNTED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n1a;x=y\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n";

    private final MessageEnd messages = new MessageEnd();

    @Test
    void a_message_cut_anywhere_ends_where_it_ends() {
        String two = COUNTED + CHUNKED;
        for (int cut = 0; cut <= two.length(); cut++) {
            assertThat(ends(two, cut)).as("cut at %d", cut).isEqualTo(2);
        }
    }

    @Test
    void two_messages_in_one_buffer_end_one_after_the_other() {
        ByteBuf bytes = bytes(COUNTED + COUNTED);

        assertThat(messages.pass(bytes)).isTrue();
        assertThat(bytes.readableBytes()).isEqualTo(COUNTED.length());
        assertThat(messages.pass(bytes)).isTrue();
        assertThat(bytes.isReadable()).isFalse();
    }

    @Test
    void status_and_the_first_byte_of_the_body_are_told() {
        ByteBuf head = bytes("HTTP/1.1 429 Slow\r\nContent-Length: 2\r\n\r\n");

        assertThat(messages.pass(head)).isFalse();
        assertThat(messages.status()).isEqualTo(429);
        assertThat(messages.bodyBegan()).isFalse();
        assertThat(messages.pass(bytes("{"))).isFalse();
        assertThat(messages.bodyBegan()).isTrue();
        assertThat(messages.pass(bytes("}"))).isTrue();
    }

    /** How many messages end when the bytes come in two pieces. */
    private static int ends(String text, int cut) {
        MessageEnd messages = new MessageEnd();
        int ends = 0;
        ByteBuf rest = Unpooled.buffer();
        for (String piece : new String[] {text.substring(0, cut), text.substring(cut)}) {
            rest.writeBytes(bytes(piece));
            while (rest.isReadable() && messages.pass(rest)) {
                ends++;
            }
        }
        return ends;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
