package io.groqmeter.gateway.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong keys or tokens by address. After {@value #LIMIT} within a minute, an address must wait for the end of that minute;
 * valid keys and tokens are not affected. Any thread.
 *
 * <p>An IPv6 address counts as its /64 network, which is one subscriber's. At most 10,000 addresses are kept, the latest.
 */
public final class FailedAttempts {

    /** Failures allowed per address and minute. */
    public static final int LIMIT = 10;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 10_000;

    private record Count(Instant since, int failures) {}

    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    public FailedAttempts(InstantSource clock) {
        this.clock = clock;
    }

    /** How long an address has to wait before it may try again; zero when it need not. */
    public synchronized Duration wait(InetAddress from) {
        Count count = counts.get(subscriber(from));
        Instant now = clock.instant();
        return count == null || hasEnded(count, now) || count.failures() < LIMIT
                ? Duration.ZERO
                : Duration.between(now, count.since().plus(WINDOW));
    }

    /** Counts a failure; whether it should be logged, which is false beyond the limit. */
    public synchronized boolean failed(InetAddress from) {
        Instant now = clock.instant();
        String subscriber = subscriber(from);
        Count before = counts.remove(subscriber);
        Count count = before == null || hasEnded(before, now)
                ? new Count(now, 1)
                : new Count(before.since(), Math.min(before.failures() + 1, LIMIT + 1));
        counts.put(subscriber, count);
        return count.failures() <= LIMIT;
    }

    private static boolean hasEnded(Count count, Instant now) {
        // A clock that was set back must not lock anybody out.
        return now.isBefore(count.since()) || !now.isBefore(count.since().plus(WINDOW));
    }

    /** The subscriber of an address, as far as it shows. */
    public static String subscriber(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
