package io.groqmeter.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Thread-safe. */
public final class ManualClock implements InstantSource {

    private volatile Instant now;

    public ManualClock(Instant now) {
        this.now = now;
    }

    /** A clock that stands at an ISO instant, {@code 2026-11-22T10:00:00Z}. */
    public static ManualClock at(String instant) {
        return new ManualClock(Instant.parse(instant));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves it; a negative duration moves it back, as a corrected system clock does. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** Sets it. */
    public synchronized void set(Instant instant) {
        now = instant;
    }
}
