package io.groqmeter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is let go first, and who has had his time; told at instants that are asked about, not waited for. */
class ClientTimeoutsTest {

    private final ClientTimeouts standing = new ClientTimeouts(new MinRequestRate(Duration.ofSeconds(20), 500));

    private static long in(double seconds) {
        return System.nanoTime() + (long) (seconds * 1e9);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    @Test
    void a_request_has_its_grace_and_the_time_its_bytes_take_at_the_slowest_rate() {
        standing.bodyBegins();
        assertThat(standing.isLate(in(19))).isFalse();
        assertThat(standing.isLate(in(21))).isTrue();
        standing.received(500 * 60);
        assertThat(standing.isLate(in(79))).isFalse();
        assertThat(standing.isLate(in(81))).isTrue();
    }

    @Test
    void a_byte_every_three_seconds_does_not_prolong_it() {
        standing.bodyBegins();
        for (int sent = 0; sent < 8; sent++) {
            standing.received(1);
        }
        assertThat(standing.isLate(in(21))).isTrue();
    }

    @Test
    void an_upload_over_a_mobile_line_with_a_tunnel_in_it_is_not_late() {
        standing.bodyBegins();
        standing.received(90 * 2_000);
        assertThat(standing.isLate(in(90 + 60))).isFalse();
        assertThat(standing.expendable(in(90 + 60))).isNotPositive();
    }

    @Test
    void nor_is_one_that_the_gateway_itself_does_not_read_or_whose_sender_is_known_or_that_has_come_whole() {
        standing.bodyBegins();
        standing.reading(false);
        assertThat(standing.isLate(in(1_000))).isFalse();
        standing.reading(true);
        assertThat(standing.isLate(in(1_000))).isTrue();
        standing.vouched();
        assertThat(standing.isLate(in(1_000))).isFalse();
        standing.whole();
        assertThat(standing.isLate(in(1_000))).isFalse();
        standing.idle();
        assertThat(standing.isLate(in(1_000))).isFalse();
    }

    @Test
    void a_head_that_does_not_end_is_late_too() {
        standing.headBegins();
        standing.headBegins();
        assertThat(standing.isLate(in(21))).isTrue();
    }

    @Test
    void whose_answer_is_awaited_keeps_his_place_and_who_is_idle_or_owes_his_body_does_not() {
        assertThat(seconds(standing.expendable(in(5)))).isGreaterThan(4);
        standing.bodyBegins();
        assertThat(seconds(standing.expendable(in(5)))).isGreaterThan(4);
        standing.received(5_000);
        assertThat(standing.expendable(in(5))).isNotPositive();
        standing.whole();
        assertThat(standing.expendable(in(500))).isNotPositive();
        standing.idle();
        assertThat(seconds(standing.expendable(in(5)))).isBetween(4.0, 5.0);
        standing.closing();
        assertThat(standing.expendable(in(0))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void who_takes_nothing_of_his_answer_does_not_keep_it_and_who_is_known_keeps_it_longer() {
        standing.bodyBegins();
        standing.whole();
        standing.takes(false);
        assertThat(seconds(standing.expendable(in(5)))).isGreaterThan(4);
        standing.vouched();
        assertThat(standing.expendable(in(5))).isNotPositive();
        assertThat(standing.expendable(in(40))).isPositive();
        standing.takes(true);
        assertThat(standing.expendable(in(40))).isNotPositive();
    }

    @Test
    void who_asks_on_and_on_before_he_has_his_answers_may_be_let_go_behind_the_one_at_hand() {
        standing.bodyBegins();
        standing.whole();
        standing.queues(true);
        assertThat(standing.expendable(in(5))).isPositive();
        assertThat(standing.isFree(in(5))).isFalse();
        standing.vouched();
        assertThat(standing.expendable(in(5))).isNotPositive();
        standing.idle();
        assertThat(standing.isFree(in(5))).isTrue();
    }

    @Test
    void with_a_rate_of_0_a_request_may_take_as_long_as_it_likes() {
        ClientTimeouts patient = new ClientTimeouts(new MinRequestRate(Duration.ofSeconds(20), 0));
        patient.bodyBegins();
        assertThat(patient.isLate(in(100_000))).isFalse();
    }
}
