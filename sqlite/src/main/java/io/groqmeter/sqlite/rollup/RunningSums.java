package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.column.PicoDollars;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.column.VarintReader;
import io.groqmeter.sqlite.column.VarintWriter;
import io.groqmeter.store.UsageSums;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Mutable {@link UsageSums}, in 64 bits each, with a binary form. A sum that overflows is an error. Not thread-safe.
 *
 * <p>The binary form: a bit mask of the numbers that are not 0, the lowest bit for the first, then those numbers, all as
 * varints. The numbers of a plain chat come first, so that its mask is one byte.
 */
public final class RunningSums {

    // The indexes of the numbers: stored, so new ones are only appended.
    private static final int CALLS = 0;
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int COST_MICROS = 3;
    private static final int COST_PICOS = 4; // the rest below a microdollar
    private static final int CACHE_READ = 5;
    private static final int REASONING = 6;
    private static final int SAVED_MICROS = 7; // negative where cached input costs more than fresh
    private static final int SAVED_PICOS = 8; // below a million, never negative
    private static final int UNANSWERED = 9;
    private static final int UNMETERED = 10; // of the answered ones
    private static final int ERRORS = 11;
    private static final int ABORTED = 12;
    private static final int AUDIO_MICROS = 13;
    private static final int BILLED_SECONDS = 14;
    private static final int CHARACTERS = 15;
    private static final int TOOL_USES = 16;

    private static final long PICOS_IN_MICRO = 1_000_000;

    private final long[] numbers = new long[TOOL_USES + 1];

    public void add(UsageSums sums) {
        add(CALLS, sums.calls());
        add(UNANSWERED, sums.calls() - sums.answered());
        add(UNMETERED, sums.answered() - sums.metered());
        add(ERRORS, sums.errors());
        add(ABORTED, sums.aborted());
        add(INPUT, sums.inputTokens());
        add(CACHE_READ, sums.cacheReadInputTokens());
        add(OUTPUT, sums.outputTokens());
        add(REASONING, sums.reasoningOutputTokens());
        add(AUDIO_MICROS, StatementParameters.micros(sums.audio()));
        add(BILLED_SECONDS, sums.billedAudioSeconds());
        add(CHARACTERS, sums.characters());
        add(TOOL_USES, sums.toolUses());
        add(COST_MICROS, PicoDollars.micros(sums.cost()));
        add(COST_PICOS, PicoDollars.picosBelowMicro(sums.cost()));
        add(SAVED_MICROS, PicoDollars.micros(sums.cacheSavings()));
        add(SAVED_PICOS, PicoDollars.picosBelowMicro(sums.cacheSavings()));
        carry();
    }

    public void add(RunningSums other) {
        for (int at = 0; at < numbers.length; at++) {
            add(at, other.numbers[at]);
        }
        carry();
    }

    /** Adds the sums of a binary form. */
    public void add(VarintReader bytes) {
        for (long mask = bytes.next(); mask != 0; mask &= mask - 1) {
            add(Long.numberOfTrailingZeros(mask), bytes.next());
        }
        carry();
    }

    /** Changes the sign of all sums. */
    void negate() {
        for (int at = 0; at < numbers.length; at++) {
            numbers[at] = Math.negateExact(numbers[at]);
        }
        carry();
    }

    boolean isZero() {
        for (long number : numbers) {
            if (number != 0) {
                return false;
            }
        }
        return true;
    }

    private void add(int at, long number) {
        numbers[at] = Math.addExact(numbers[at], number);
    }

    private void carry() {
        carry(COST_MICROS, COST_PICOS);
        carry(SAVED_MICROS, SAVED_PICOS);
    }

    private void carry(int micros, int picos) {
        if (numbers[picos] >= PICOS_IN_MICRO) {
            numbers[picos] -= PICOS_IN_MICRO;
            add(micros, 1);
        } else if (numbers[picos] < 0) {
            numbers[picos] += PICOS_IN_MICRO;
            add(micros, -1);
        }
    }

    void write(VarintWriter bytes) {
        long mask = 0;
        for (int at = 0; at < numbers.length; at++) {
            mask |= numbers[at] == 0 ? 0 : 1L << at;
        }
        bytes.add(mask);
        for (; mask != 0; mask &= mask - 1) {
            bytes.add(numbers[Long.numberOfTrailingZeros(mask)]);
        }
    }

    public UsageSums sums() {
        long answered = numbers[CALLS] - numbers[UNANSWERED];
        return new UsageSums(
                numbers[CALLS],
                answered,
                answered - numbers[UNMETERED],
                numbers[ERRORS],
                numbers[ABORTED],
                numbers[INPUT],
                numbers[CACHE_READ],
                numbers[OUTPUT],
                numbers[REASONING],
                numbers[AUDIO_MICROS] == 0 ? Duration.ZERO : Duration.of(numbers[AUDIO_MICROS], ChronoUnit.MICROS),
                numbers[BILLED_SECONDS],
                numbers[CHARACTERS],
                numbers[TOOL_USES],
                PicoDollars.usd(numbers[COST_MICROS], numbers[COST_PICOS]),
                PicoDollars.usd(numbers[SAVED_MICROS], numbers[SAVED_PICOS]));
    }
}
