package io.groqmeter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which client is evicted first, and which is late; at given instants, without waiting. */
class ClientTimeoutsTest {

    private final ClientTimeouts timeouts = new ClientTimeouts(new MinRequestRate(Duration.ofSeconds(20), 500));

    private static long in(double seconds) {
        return System.nanoTime() + (long) (seconds * 1e9);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    @Test
    void a_request_has_its_grace_and_the_time_its_bytes_take_at_the_slowest_rate() {
        timeouts.bodyBegins();
        assertThat(timeouts.isLate(in(19))).isFalse();
        assertThat(timeouts.isLate(in(21))).isTrue();
        timeouts.received(500 * 60);
        assertThat(timeouts.isLate(in(79))).isFalse();
        assertThat(timeouts.isLate(in(81))).isTrue();
    }

    @Test
    void a_byte_every_three_seconds_does_not_prolong_it() {
        timeouts.bodyBegins();
        for (int sent = 0; sent < 8; sent++) {
            timeouts.received(1);
        }
        assertThat(timeouts.isLate(in(21))).isTrue();
    }

    @Test
    void an_upload_over_a_mobile_line_with_a_tunnel_in_it_is_not_late() {
        timeouts.bodyBegins();
        timeouts.received(90 * 2_000);
        assertThat(timeouts.isLate(in(90 + 60))).isFalse();
        assertThat(timeouts.evictableFor(in(90 + 60))).isNotPositive();
    }

    @Test
    void nor_is_one_that_the_gateway_itself_does_not_read_or_whose_sender_is_known_or_that_has_come_whole() {
        timeouts.bodyBegins();
        timeouts.reading(false);
        assertThat(timeouts.isLate(in(1_000))).isFalse();
        timeouts.reading(true);
        assertThat(timeouts.isLate(in(1_000))).isTrue();
        timeouts.authenticated();
        assertThat(timeouts.isLate(in(1_000))).isFalse();
        timeouts.requestComplete();
        assertThat(timeouts.isLate(in(1_000))).isFalse();
        timeouts.idle();
        assertThat(timeouts.isLate(in(1_000))).isFalse();
    }

    @Test
    void a_head_that_does_not_end_is_late_too() {
        timeouts.headBegins();
        timeouts.headBegins();
        assertThat(timeouts.isLate(in(21))).isTrue();
    }

    @Test
    void a_client_awaiting_its_answer_is_not_evictable_but_an_idle_or_late_one_is() {
        assertThat(seconds(timeouts.evictableFor(in(5)))).isGreaterThan(4);
        timeouts.bodyBegins();
        assertThat(seconds(timeouts.evictableFor(in(5)))).isGreaterThan(4);
        timeouts.received(5_000);
        assertThat(timeouts.evictableFor(in(5))).isNotPositive();
        timeouts.requestComplete();
        assertThat(timeouts.evictableFor(in(500))).isNotPositive();
        timeouts.idle();
        assertThat(seconds(timeouts.evictableFor(in(5)))).isBetween(4.0, 5.0);
        timeouts.closing();
        assertThat(timeouts.evictableFor(in(0))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void who_takes_nothing_of_his_answer_does_not_keep_it_and_who_is_known_keeps_it_longer() {
        timeouts.bodyBegins();
        timeouts.requestComplete();
        timeouts.writable(false);
        assertThat(seconds(timeouts.evictableFor(in(5)))).isGreaterThan(4);
        timeouts.authenticated();
        assertThat(timeouts.evictableFor(in(5))).isNotPositive();
        assertThat(timeouts.evictableFor(in(40))).isPositive();
        timeouts.writable(true);
        assertThat(timeouts.evictableFor(in(40))).isNotPositive();
    }

    @Test
    void a_client_that_pipelines_without_end_is_evictable_after_the_current_answer() {
        timeouts.bodyBegins();
        timeouts.requestComplete();
        timeouts.pipelining(true);
        assertThat(timeouts.evictableFor(in(5))).isPositive();
        assertThat(timeouts.canCloseNow(in(5))).isFalse();
        timeouts.authenticated();
        assertThat(timeouts.evictableFor(in(5))).isNotPositive();
        timeouts.idle();
        assertThat(timeouts.canCloseNow(in(5))).isTrue();
    }

    @Test
    void with_a_rate_of_0_a_request_may_take_as_long_as_it_likes() {
        ClientTimeouts patient = new ClientTimeouts(new MinRequestRate(Duration.ofSeconds(20), 0));
        patient.bodyBegins();
        assertThat(patient.isLate(in(100_000))).isFalse();
    }
}
