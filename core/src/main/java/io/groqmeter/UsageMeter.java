package io.groqmeter;

import io.groqmeter.budget.BudgetDecision;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Quote;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.report.Summaries;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.BatchInput;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Meters calls: admits or refuses each before it leaves, and settles it before its answer ends.
 *
 * <p>Any thread may call it; nothing blocks. Futures complete in the calling thread, on the store's writing thread, or on the journal's flushing one.
 */
public final class UsageMeter implements AutoCloseable {

    private final InstantSource clock;
    private final RecordIds ids;
    private final CallPricing pricing;
    private final UsageQueue queue;
    private final BudgetGuard guard;
    private final CallContext context;
    private final BatchInputs batches;
    private final Runnable onClose;

    /**
     * A meter that hands its calls to a queue. It starts the guard, and closes both.
     *
     * @param guard one that reads the {@link UsageQueue#store} of that queue
     * @param batches the inputs of running batches
     * @throws IllegalArgumentException when a rule of the guard's cannot be read, and so not be enforced
     */
    public UsageMeter(
            UsageQueue queue, Supplier<PriceList> prices, InstantSource clock, BudgetGuard guard, BatchInputs batches) {
        this(queue, prices, clock, guard, Attribution.none(), () -> {}, batches);
    }

    /**
     * @param fallback the attribution of calls made in this process that have none of their own
     * @param onClose runs when everything is written
     */
    UsageMeter(
            UsageQueue queue,
            Supplier<PriceList> prices,
            InstantSource clock,
            BudgetGuard guard,
            Attribution fallback,
            Runnable onClose,
            BatchInputs batches) {
        this.batches = batches;
        this.context = new CallContext(fallback);
        this.onClose = onClose;
        this.clock = clock;
        this.ids = new RecordIds(clock);
        this.pricing = new CallPricing(prices);
        this.queue = queue;
        this.guard = guard;
        try {
            guard.start(queue::between);
        } catch (RuntimeException e) {
            guard.close();
            queue.close();
            throw e;
        }
    }

    /** Builds the meter of a program that calls Groq itself; by default its records are kept in memory. */
    public static UsageMeterBuilder builder() {
        return new UsageMeterBuilder();
    }

    /**
     * Admits a call whose request is complete and records it as open, or refuses it by a budget or a limit.
     *
     * @param model the requested model; null when there is none
     * @param worstCase the most the call can use; empty when no bound is known
     * @return complete at once, or within two seconds while open calls have reserved what is left of a budget. Do not cancel it: the
     *     call may be admitted at that moment
     */
    public CompletableFuture<Admission> admit(
            Endpoint endpoint, @Nullable String model, Attribution attribution, Optional<Usage> worstCase) {
        return admit(endpoint, model, attribution, worstCase, true);
    }

    /**
     * Admits a call whose request has not been read to its end. Send that end only after {@link #amend}.
     *
     * @param model the requested model; null when not known yet
     * @param sofar the most the call can use as far as is known
     */
    public CompletableFuture<Admission> admitBeginning(
            Endpoint endpoint, @Nullable String model, Attribution attribution, Optional<Usage> sofar) {
        return admit(endpoint, model, attribution, sofar, false);
    }

    private CompletableFuture<Admission> admit(
            Endpoint endpoint,
            @Nullable String model,
            Attribution attribution,
            Optional<Usage> worstCase,
            boolean whole) {
        Instant now = clock.instant();
        Quote quote = pricing.quote(endpoint, model, worstCase, now, whole);
        OpenCall open = new OpenCall(ids.next(), now, endpoint, model, attribution, quote.worstCase(), null);
        return guard.admit(open, quote).thenApply(decision -> admission(decision, open));
    }

    /**
     * Updates an admitted call when its request has been read to the end. Send that end only when the call is admitted again and the
     * update is on disk; when it is refused, end the call and settle it.
     */
    public CompletableFuture<Admission> amend(OpenCall open, @Nullable String model, Optional<Usage> worstCase) {
        Quote quote = pricing.quote(open, model, worstCase);
        OpenCall amended = CallPricing.open(open, model, quote);
        return guard.amend(amended, quote).thenApply(decision -> admission(decision, amended));
    }

    /** An admitted call with what its request has turned out to be. It is neither admitted nor recorded again: settle it. */
    public OpenCall withRequest(OpenCall open, @Nullable String model, Optional<Usage> worstCase) {
        return CallPricing.open(open, model, pricing.quote(open, model, worstCase));
    }

    private Admission admission(BudgetDecision decision, OpenCall open) {
        return decision instanceof BudgetDecision.Admitted admitted
                ? new Admission.Admitted(open, admitted.guarded(), queue.open(open))
                : new Admission.Refused(((BudgetDecision.Refused) decision).refusal());
    }

    /**
     * Settles a call: rates its usage at the prices of its start and appends the record. Where Groq did not report the usage, the rest
     * of the worst case is recorded beside it as its {@link Remainder}.
     *
     * @return the record, and when it is as durable as the store is set to; end the answer only then
     */
    public Settlement settle(OpenCall open, Call call, Usage usage) {
        UsageRecord record = pricing.record(open, call, usage);
        return settle(record, Remainder.of(open, record));
    }

    private Settlement settle(UsageRecord record, Optional<OpenCall> rest) {
        return new Settlement(record, guard.settle(record, rest, () -> queue.settle(record, rest)));
    }

    /**
     * Appends a call that happened elsewhere; where Groq did not report its usage, with what it may have cost beyond its record.
     *
     * @param most the most it can have used; empty where no bound is known
     */
    public Settlement record(
            String id,
            Instant startedAt,
            Call call,
            Attribution attribution,
            Usage usage,
            Optional<Usage> most,
            Instant pricedAt) {
        UsageRecord record = pricing.record(id, startedAt, call, attribution, usage, pricedAt);
        return settle(record, Remainder.of(pricing.open(record, most, pricedAt), record));
    }

    /** Appends a call that needs no admission: one that is not billed or that happened elsewhere. */
    public Settlement record(
            String id, Instant startedAt, Call call, Attribution attribution, Usage usage, Instant pricedAt) {
        return append(pricing.record(id, startedAt, call, attribution, usage, pricedAt));
    }

    /** Appends a record that was rated elsewhere. */
    public Settlement append(UsageRecord record) {
        return new Settlement(record, guard.settle(record, Optional.empty(), () -> queue.settle(record)));
    }

    /** Appends a call that is open, or unsettled, elsewhere. */
    public CompletableFuture<OpenCall> append(OpenCall call) {
        return call.unsettled() == null ? queue.open(call) : guard.unsettled(call, () -> queue.open(call));
    }

    /** Remembers the input of a batch that was uploaded. */
    public void uploaded(Attribution attribution, BatchInput input) {
        batches.remember(attribution.key(), input, clock.instant());
        queue.soon(batches::save);
    }

    /** What a line of a batch's output requested, by the batch's input; empty when unknown. */
    public Optional<BatchInputs.Asked> asked(Attribution attribution, String customId) {
        return batches.asked(attribution.key(), customId);
    }

    /** Leaves a call unsettled: it may have reached Groq, and its cost is not known. */
    public CompletableFuture<OpenCall> leaveUnsettled(OpenCall open, String reason) {
        OpenCall unsettled = open.unsettledBecause(reason);
        return guard.unsettled(unsettled, () -> queue.open(unsettled));
    }

    /**
     * Attributes the calls of this thread until the scope is closed: {@code try (var scope = meter.attribute(project("x")))}.
     * For work on other threads, see {@link #wrap(Runnable)}.
     */
    public CallContext.Scope attribute(Attribution more) {
        return context.attribute(more);
    }

    /** Wraps work so that it runs with this thread's present attribution, on whatever thread. */
    public Runnable wrap(Runnable work) {
        return context.wrap(work);
    }

    /** Wraps an executor so that its tasks run with the attribution of the thread that submitted them. */
    public ExecutorService wrap(ExecutorService executor) {
        return context.wrap(executor);
    }

    /** The attribution of the calling thread's calls. */
    public CallContext context() {
        return context;
    }

    /** The sums by day, by month and in total of what is stored by now; as {@link #store}. */
    public Summaries summaries() {
        return new Summaries(store(), clock);
    }

    /**
     * The store, with every record that has settled by now; see {@link #flush}.
     *
     * @throws IllegalStateException when a gateway keeps the records
     */
    public UsageStore store() {
        return queue.store();
    }

    /** Waits until everything settled so far is written, so that the sums have it. */
    public void flush() {
        queue.between(() -> {}).join();
    }

    /** Whether calls sent to that address are counted there: by the gateway that also keeps this meter's records. */
    public boolean countedAt(URI address) {
        return queue.sink().counts(address);
    }

    /** A new record id. */
    public String nextId() {
        return ids.next();
    }

    /** The time of the meter's clock. */
    public Instant now() {
        return clock.instant();
    }

    /** The queue to the store: its backlog and health. */
    public UsageQueue queue() {
        return queue;
    }

    /** The budgets and limits that admit or refuse calls. */
    public BudgetGuard guard() {
        return guard;
    }

    /** Writes what waits, and stops. Closes the store too if {@link #builder()} made the meter. */
    @Override
    public void close() {
        guard.close();
        queue.close();
        onClose.run();
    }
}
