package io.groqmeter;

import io.groqmeter.budget.BudgetDecision;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Quote;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.report.Summaries;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.BatchInput;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meter of calls: it admits or refuses each one before it leaves and settles it before its answer ends.
 *
 * <p>Any thread may call it; nothing blocks. The futures complete on the store's writing thread or on another call's, so continue
 * elsewhere.
 */
public final class UsageMeter implements AutoCloseable {

    private final UsageSink sink;
    private final InstantSource clock;
    private final RecordIds ids;
    private final Rater rater;
    private final UsageQueue queue;
    private final BudgetGuard guard;
    private final CallContext context;
    private final BatchInputs batches;
    private final Runnable afterwards;

    /**
     * A meter that writes to that store and lets every call through. Closing it does not close the store.
     *
     * @param listeners who hears of records once they are stored
     */
    public UsageMeter(
            UsageStore store, Supplier<PriceList> prices, InstantSource clock, List<UsageListener> listeners) {
        this(store, prices, clock, listeners, BudgetGuard.none(clock));
    }

    /**
     * A meter that asks a guard about every call. It starts the guard, and closes it.
     *
     * @throws IllegalArgumentException when a rule of the guard's cannot be understood, and so not be enforced
     */
    public UsageMeter(
            UsageStore store,
            Supplier<PriceList> prices,
            InstantSource clock,
            List<UsageListener> listeners,
            BudgetGuard guard) {
        this(store, prices, clock, listeners, guard, BatchInputs.inMemory());
    }

    /** @param batches what is known of batches that run */
    public UsageMeter(
            UsageStore store,
            Supplier<PriceList> prices,
            InstantSource clock,
            List<UsageListener> listeners,
            BudgetGuard guard,
            BatchInputs batches) {
        this(store, prices, clock, listeners, guard, Attribution.none(), () -> {}, batches);
    }

    /**
     * @param everybody whom calls made in this process are for where nobody says more
     * @param afterwards what is done when all is written
     */
    UsageMeter(
            UsageSink sink,
            Supplier<PriceList> prices,
            InstantSource clock,
            List<UsageListener> listeners,
            BudgetGuard guard,
            Attribution everybody,
            Runnable afterwards,
            BatchInputs batches) {
        this.sink = sink;
        this.batches = batches;
        this.context = new CallContext(everybody);
        this.afterwards = afterwards;
        this.clock = clock;
        this.ids = new RecordIds(clock);
        this.rater = new Rater(prices);
        this.queue = new UsageQueue(sink, listeners);
        this.guard = guard;
        try {
            guard.start(queue::between);
        } catch (RuntimeException e) {
            guard.close();
            queue.close();
            throw e;
        }
    }

    /** A meter for a program that calls Groq itself; without more said, it keeps its books in memory. */
    public static UsageMeterBuilder builder() {
        return new UsageMeterBuilder();
    }

    /**
     * Admits a call whose request is known whole, and puts it down as open; or refuses it, by a budget or a limit.
     *
     * @param model the model asked for; null when none was
     * @param worstCase the most the call can use; empty when no bound is known
     * @return at once, or after at most two seconds while calls in flight have reserved what is left of a budget. It must not be
     *     cancelled, for the call may be admitted in that moment
     */
    public CompletableFuture<Admission> admit(
            Endpoint endpoint, @Nullable String model, Attribution attribution, Optional<Usage> worstCase) {
        return admit(endpoint, model, attribution, worstCase, true);
    }

    /**
     * Admits a call whose request has not been read to its end. Send that end only after {@link #amend}.
     *
     * @param model the model asked for; null when not known yet
     * @param sofar the most the call can use as far as it is known
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
        Quote quote = quote(endpoint, model, worstCase, now, whole);
        OpenCall open = new OpenCall(ids.next(), now, endpoint, model, attribution, quote.worstCase(), null);
        return guard.admit(open, quote).thenApply(verdict -> admission(verdict, open));
    }

    /**
     * Tells more of an admitted call, when its request has been read to the end. Send that end only when it is admitted again and
     * this is on disk; when it is refused, end the call and settle it.
     */
    public CompletableFuture<Admission> amend(OpenCall open, @Nullable String model, Optional<Usage> worstCase) {
        Quote quote = quote(open.endpoint(), model, worstCase, open.startedAt(), true);
        OpenCall amended = told(open, model, quote);
        return guard.amend(amended, quote).thenApply(verdict -> admission(verdict, amended));
    }

    private static OpenCall told(OpenCall open, @Nullable String model, Quote quote) {
        return new OpenCall(
                open.id(), open.startedAt(), open.endpoint(), model, open.attribution(), quote.worstCase(), null);
    }

    /**
     * An admitted call with what is known of it at its end, where its request was read while it was sent. It is neither admitted nor
     * put down anew: settle it.
     */
    public OpenCall told(OpenCall open, @Nullable String model, Optional<Usage> worstCase) {
        return told(open, model, quote(open.endpoint(), model, worstCase, open.startedAt(), true));
    }

    private Admission admission(BudgetDecision verdict, OpenCall open) {
        return verdict instanceof BudgetDecision.Admitted admitted
                ? new Admission.Admitted(open, admitted.guarded(), queue.open(open))
                : new Admission.Refused(((BudgetDecision.Refused) verdict).refusal());
    }

    private Quote quote(
            Endpoint endpoint, @Nullable String model, Optional<Usage> worstCase, Instant at, boolean whole) {
        Call asked = new Call(endpoint, model, null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
        RatedUsage rated = rater.rate(asked, worstCase.orElse(Usage.unknown()), at);
        return new Quote(worstCase.map(usage -> rated.cost()), rated.basis() != PriceBasis.FALLBACK, whole);
    }

    /**
     * Settles a call: rates its usage at the prices of its start and appends the record; beside it, where Groq did not tell the usage,
     * what is left of its worst case as its {@link Remainder}.
     *
     * @return completes when the record survives what the store's durability says; end the answer only then
     */
    public Settlement settle(OpenCall open, Call call, Usage usage) {
        UsageRecord record = rated(open.id(), open.startedAt(), call, open.attribution(), usage, open.startedAt());
        return settle(record, Remainder.of(open, record));
    }

    private Settlement settle(UsageRecord record, Optional<OpenCall> rest) {
        return new Settlement(record, guard.settle(record, rest, () -> queue.settle(record, rest)));
    }

    /**
     * Appends a call that happened elsewhere; beside it, where Groq did not tell the usage, what it may have cost beyond its record.
     *
     * @param most the most that it can have used; empty where no bound is known
     */
    public Settlement record(
            String id,
            Instant startedAt,
            Call call,
            Attribution attribution,
            Usage usage,
            Optional<Usage> most,
            Instant pricedAt) {
        UsageRecord record = rated(id, startedAt, call, attribution, usage, pricedAt);
        Optional<BigDecimal> cost =
                most.map(used -> rater.rate(call, used, pricedAt).cost());
        OpenCall bound = new OpenCall(id, startedAt, call.endpoint(), call.model(), attribution, cost, null);
        return settle(record, Remainder.of(bound, record));
    }

    /** Appends a call that needs no admission: one that is not billed, or that happened elsewhere. */
    public Settlement record(
            String id, Instant startedAt, Call call, Attribution attribution, Usage usage, Instant pricedAt) {
        return append(rated(id, startedAt, call, attribution, usage, pricedAt));
    }

    /** Takes in a record as it was rated elsewhere. */
    public Settlement append(UsageRecord record) {
        return new Settlement(record, guard.settle(record, Optional.empty(), () -> queue.settle(record)));
    }

    /** Takes in a call that is open, or unsettled, elsewhere. */
    public CompletableFuture<OpenCall> append(OpenCall call) {
        return call.unsettled() == null ? queue.open(call) : guard.unsettled(call, () -> queue.open(call));
    }

    private UsageRecord rated(
            String id, Instant startedAt, Call call, Attribution attribution, Usage usage, Instant pricedAt) {
        RatedUsage rated = rater.rate(call, usage, pricedAt);
        return new UsageRecord(id, startedAt, call, attribution, rated);
    }

    /**
     * A settled call.
     *
     * @param record the record
     * @param onDisk completes when it survives what the store's durability says; it is in every sum that is asked for from then on
     */
    public record Settlement(UsageRecord record, CompletableFuture<UsageRecord> onDisk) {}

    /** A batch's input was uploaded for those. */
    public void uploaded(Attribution attribution, BatchInput input) {
        batches.remember(attribution.key(), input, clock.instant());
        queue.between(batches::save);
    }

    /** What a line of a batch's output had asked for, by the batch's input; empty when that is not known. */
    public Optional<BatchInputs.Asked> asked(Attribution attribution, String customId) {
        return batches.asked(attribution.key(), customId);
    }

    /** Leaves a call unsettled: it may have reached Groq, and what it cost is not known. */
    public CompletableFuture<OpenCall> leaveUnsettled(OpenCall open, String reason) {
        OpenCall unsettled = open.unsettledBecause(reason);
        return guard.unsettled(unsettled, () -> queue.open(unsettled));
    }

    /**
     * Books the calls of this thread to those, until the scope is closed: {@code try (var scope = meter.attribute(project("x")))}.
     * For work on other threads, see {@link CallContext#wrap(Runnable)} of {@link #context()}.
     */
    public CallContext.Scope attribute(Attribution more) {
        return context.attribute(more);
    }

    /** Work that keeps, on whatever thread it runs, the attribution that this thread has now. */
    public Runnable wrap(Runnable work) {
        return context.wrap(work);
    }

    /** An executor whose tasks keep the attribution of the thread that gave them. */
    public ExecutorService wrap(ExecutorService executor) {
        return context.wrap(executor);
    }

    /** What the calling thread knows of the calls it makes. */
    public CallContext context() {
        return context;
    }

    /**
     * The sums of days, months and all, of what is on disk by now; see {@link #flush}.
     *
     * @throws IllegalStateException when a gateway keeps the books
     */
    public Summaries summaries() {
        return new Summaries(store(), clock);
    }

    /**
     * The books. Sums and lists of what is on disk by now; see {@link #flush}.
     *
     * @throws IllegalStateException when a gateway keeps the books
     */
    public UsageStore store() {
        if (sink instanceof UsageStore store) {
            return new ReadYourWritesStore(store, queue);
        }
        throw new IllegalStateException(
                "the books are not kept here: " + sink.check().detail() + "; ask the gateway");
    }

    /** Waits until all that was settled so far is written, so that it is in the sums. */
    public void flush() {
        queue.between(() -> {}).join();
    }

    /** Whether calls sent to that address are counted there, in these very books: a gateway both keeps them and passes the calls on. */
    public boolean countedAt(URI address) {
        return sink.counts(address);
    }

    /** A new record id. */
    public String nextId() {
        return ids.next();
    }

    /** The time calls are stamped with. */
    public Instant now() {
        return clock.instant();
    }

    /** The queue to the store: its backlog and health. */
    public UsageQueue queue() {
        return queue;
    }

    /** What stands between a call and its leaving: budgets and limits. */
    public BudgetGuard guard() {
        return guard;
    }

    /** Writes what waits and stops. A store that {@link #builder()} was given is closed too. */
    @Override
    public void close() {
        guard.close();
        queue.close();
        afterwards.run();
    }
}
