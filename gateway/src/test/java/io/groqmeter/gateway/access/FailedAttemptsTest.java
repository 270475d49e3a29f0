package io.groqmeter.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.testkit.ManualClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final FailedAttempts failures = new FailedAttempts(clock);

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @Test
    void after_ten_in_a_minute_an_address_waits_for_the_minutes_end_and_is_logged_no_more() throws Exception {
        InetAddress from = address("203.0.113.9");
        for (int i = 0; i < FailedAttempts.LIMIT; i++) {
            assertThat(failures.wait(from)).isZero();
            assertThat(failures.failed(from)).isTrue();
        }
        clock.advance(Duration.ofSeconds(20));

        assertThat(failures.wait(from)).isEqualTo(Duration.ofSeconds(40));
        assertThat(failures.failed(from)).isFalse();
        assertThat(failures.wait(address("203.0.113.10"))).isZero();
        clock.advance(Duration.ofSeconds(40));
        assertThat(failures.wait(from)).isZero();
        assertThat(failures.failed(from)).isTrue();
    }

    @Test
    void a_subscribers_addresses_count_as_one() throws Exception {
        for (int i = 0; i < FailedAttempts.LIMIT; i++) {
            failures.failed(address("2001:db8:1:2::" + (i + 1)));
        }

        assertThat(failures.wait(address("2001:db8:1:2:3:4:5:6"))).isPositive();
        assertThat(failures.wait(address("2001:db8:1:3::1"))).isZero();
    }

    @Test
    void a_clock_put_back_locks_nobody_out() throws Exception {
        InetAddress from = address("203.0.113.9");
        for (int i = 0; i < FailedAttempts.LIMIT; i++) {
            failures.failed(from);
        }
        clock.set(Instant.parse("2026-11-21T10:00:00Z"));

        assertThat(failures.wait(from)).isZero();
    }

    @Test
    void of_many_addresses_the_latest_are_remembered() throws Exception {
        InetAddress latest = address("10.200.0.1");
        for (int i = 0; i < 20_000; i++) {
            failures.failed(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
        }
        for (int i = 0; i < FailedAttempts.LIMIT; i++) {
            failures.failed(latest);
        }

        assertThat(failures.wait(latest)).isPositive();
    }
}
