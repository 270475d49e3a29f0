package io.groqmeter.simulator.book;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Groq's side of the books: every call that arrived, and its bill.
 *
 * <p>A call is billed when its tokens are generated, before the answer is written: a client that leaves half-way pays all the same.
 * Thread-safe; sums are exact and kept for ever, the ledger keeps its newest entries.
 */
public final class SimulatorBooks {

    private final int ledgerLimit;
    private Account total = new Account();
    private Map<String, Account> models = new TreeMap<>();
    private Map<String, Account> callers = new TreeMap<>();
    private LinkedHashMap<Long, LedgerEntry> ledger = new LinkedHashMap<>();
    private long lastNumber;

    /** @param ledgerLimit how many of the newest ledger entries to keep */
    public SimulatorBooks(int ledgerLimit) {
        this.ledgerLimit = ledgerLimit;
    }

    /**
     * Records a call that is being answered.
     *
     * @return the number of its ledger entry, or 0 when nothing is billed
     */
    public synchronized long enter(CallArrival visit, int status, @Nullable Bill bill) {
        Account[] accounts = accounts(visit);
        for (Account account : accounts) {
            account.requests++;
            account.status(status);
        }
        return bill == null ? 0 : charge(accounts, visit, bill, false);
    }

    /** Records one line of a batch: billed, and delivered with the output file. */
    public synchronized void enterBatchLine(CallArrival visit, Bill bill) {
        Account[] accounts = accounts(visit);
        for (Account account : accounts) {
            account.batchLines++;
        }
        charge(accounts, visit, bill, true);
    }

    /** Records a call that will never get an answer. */
    public synchronized void enterUnanswered(CallArrival visit) {
        for (Account account : accounts(visit)) {
            account.requests++;
        }
    }

    /** Records a call that a script answered. */
    public synchronized void enterScripted(int status) {
        total.requests++;
        total.scripted++;
        total.status(status);
    }

    /** Records that the whole answer of ledger entry {@code number} was written. */
    public synchronized void delivered(long number) {
        ledger.computeIfPresent(number, (n, entry) -> entry.asDelivered());
    }

    public synchronized void clientLeft() {
        total.clientAborts++;
    }

    public synchronized void cut() {
        total.cuts++;
    }

    public synchronized void streamFailed() {
        total.streamErrors++;
    }

    /** The total. */
    public synchronized Totals total() {
        return total.totals();
    }

    /** By answering model; a failed call counts for the requested model, empty without one. */
    public synchronized Map<String, Totals> byModel() {
        return totals(models);
    }

    /** By caller: {@code user:} and the request's user, or {@code key:} and the start of the key's SHA-256. */
    public synchronized Map<String, Totals> byCaller() {
        return totals(callers);
    }

    /** Bills with a number above {@code since}, oldest first. */
    public synchronized List<LedgerEntry> ledger(long since) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (LedgerEntry entry : ledger.values()) {
            if (entry.number() > since) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Resets the books; the numbering continues. */
    public synchronized void clear() {
        total = new Account();
        models = new TreeMap<>();
        callers = new TreeMap<>();
        ledger = new LinkedHashMap<>();
    }

    private Account[] accounts(CallArrival visit) {
        return new Account[] {
            total,
            models.computeIfAbsent(visit.model(), name -> new Account()),
            callers.computeIfAbsent(visit.caller(), name -> new Account())
        };
    }

    private long charge(Account[] accounts, CallArrival visit, Bill bill, boolean delivered) {
        for (Account account : accounts) {
            account.bill(bill);
        }
        long number = ++lastNumber;
        ledger.put(
                number,
                new LedgerEntry(
                        number,
                        visit.at(),
                        visit.id(),
                        visit.caller(),
                        visit.endpoint(),
                        visit.tier(),
                        bill,
                        delivered));
        if (ledger.size() > ledgerLimit) {
            ledger.remove(ledger.keySet().iterator().next());
        }
        return number;
    }

    private static Map<String, Totals> totals(Map<String, Account> accounts) {
        Map<String, Totals> totals = new LinkedHashMap<>();
        accounts.forEach((name, account) -> totals.put(name, account.totals()));
        return totals;
    }
}
