package io.groqmeter.simulator;

import java.time.Duration;
import java.time.InstantSource;

/**
 * The configuration of a simulator.
 *
 * @param port 0 for a free one
 * @param seed of all randomness: the same seed, clock and sequence of calls give the same answers
 * @param latency before each answer begins, plus up to half of it at random
 * @param chunkDelay between two chunks of a stream
 * @param rate429 share of calls refused as rate-limited, from 0 to 1
 * @param rate498 share of calls refused for lack of flex capacity, from 0 to 1
 * @param rate5xx share of calls that fail on Groq's side, from 0 to 1
 * @param ledgerLimit how many of the newest ledger entries to keep
 * @param threads event loops
 * @param clock for dates, ids and the prompt cache
 */
public record SimulatorConfig(
        String host,
        int port,
        long seed,
        Duration latency,
        Duration chunkDelay,
        double rate429,
        double rate498,
        double rate5xx,
        int ledgerLimit,
        int threads,
        InstantSource clock) {

    private static final int LEDGER_LIMIT = 200_000;

    public SimulatorConfig {
        if (rate429 < 0 || rate498 < 0 || rate5xx < 0 || rate429 + rate498 + rate5xx > 1) {
            throw new IllegalArgumentException("error rates are shares from 0 to 1, together at most 1; got 429: "
                    + rate429 + ", 498: " + rate498 + ", 5xx: " + rate5xx);
        }
        if (latency.isNegative() || chunkDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "delays must not be negative; got latency " + latency + " and chunk delay " + chunkDelay);
        }
    }

    /** A free port on loopback, no delays, no errors, the system's clock. */
    public static SimulatorConfig local() {
        return new SimulatorConfig(
                "127.0.0.1", 0, 42, Duration.ZERO, Duration.ZERO, 0, 0, 0, LEDGER_LIMIT, 2, InstantSource.system());
    }

    public SimulatorConfig withAddress(String newHost, int newPort) {
        return new SimulatorConfig(
                newHost, newPort, seed, latency, chunkDelay, rate429, rate498, rate5xx, ledgerLimit, threads, clock);
    }

    public SimulatorConfig withSeed(long newSeed) {
        return new SimulatorConfig(
                host, port, newSeed, latency, chunkDelay, rate429, rate498, rate5xx, ledgerLimit, threads, clock);
    }

    public SimulatorConfig withDelays(Duration newLatency, Duration newChunkDelay) {
        return new SimulatorConfig(
                host, port, seed, newLatency, newChunkDelay, rate429, rate498, rate5xx, ledgerLimit, threads, clock);
    }

    public SimulatorConfig withErrorRates(double new429, double new498, double new5xx) {
        return new SimulatorConfig(
                host, port, seed, latency, chunkDelay, new429, new498, new5xx, ledgerLimit, threads, clock);
    }

    public SimulatorConfig withLedgerLimit(int newLedgerLimit) {
        return new SimulatorConfig(
                host, port, seed, latency, chunkDelay, rate429, rate498, rate5xx, newLedgerLimit, threads, clock);
    }

    public SimulatorConfig withClock(InstantSource newClock) {
        return new SimulatorConfig(
                host, port, seed, latency, chunkDelay, rate429, rate498, rate5xx, ledgerLimit, threads, newClock);
    }
}
