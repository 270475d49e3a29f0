package io.groqmeter.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class StampTest {

    @Test
    void a_stamp_that_was_put_is_found_and_moves_nothing() {
        byte[] wire = UpstreamAnswer.stampedJson().variants().get(0).pieces().get(0);

        byte[] stamped = Stamp.put(wire, 1_234_567_890_123L);

        assertThat(Stamp.find(Unpooled.wrappedBuffer(stamped))).hasValue(1_234_567_890_123L);
        assertThat(stamped).hasSameSizeAs(wire);
    }

    @Test
    void an_answer_without_a_stamp_tells_no_time() {
        byte[] wire = UpstreamAnswer.json().variants().get(0).pieces().get(0);

        assertThat(Stamp.find(Unpooled.wrappedBuffer(wire))).isEmpty();
        assertThat(Stamp.find(Unpooled.wrappedBuffer(wire, 0, 40))).isEmpty();
    }
}
