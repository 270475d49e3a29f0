package io.groqmeter.simulator.book;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One growing account of the books. Not thread-safe: {@link SimulatorBooks} guards it. */
final class Account {

    long requests;
    long answered;
    long streamErrors;
    long clientAborts;
    long cuts;
    long scripted;
    long batchLines;

    private final SortedMap<Integer, Long> errors = new TreeMap<>();
    private final SortedMap<String, Long> toolCalls = new TreeMap<>();
    private TokenCount tokens = TokenCount.NONE;
    private BigDecimal audioSeconds = BigDecimal.ZERO;
    private long billedSeconds;
    private long characters;
    private long unpriced;
    private BigDecimal cost = BigDecimal.ZERO.setScale(12);

    void status(int status) {
        if (status / 100 == 2) {
            answered++;
        } else {
            errors.merge(status, 1L, Long::sum);
        }
    }

    void bill(Bill bill) {
        tokens = tokens.plus(bill.tokens());
        audioSeconds = audioSeconds.add(bill.audioSeconds());
        billedSeconds += bill.billedSeconds();
        characters += bill.characters();
        bill.toolCalls().forEach((tool, runs) -> toolCalls.merge(tool, (long) runs, Long::sum));
        if (bill.cost() == null) {
            unpriced++;
        } else {
            cost = cost.add(bill.cost());
        }
    }

    Totals totals() {
        return new Totals(
                requests,
                answered,
                Collections.unmodifiableSortedMap(new TreeMap<>(errors)),
                streamErrors,
                clientAborts,
                cuts,
                scripted,
                batchLines,
                tokens,
                audioSeconds,
                billedSeconds,
                characters,
                Collections.unmodifiableSortedMap(new TreeMap<>(toolCalls)),
                unpriced,
                cost);
    }
}
