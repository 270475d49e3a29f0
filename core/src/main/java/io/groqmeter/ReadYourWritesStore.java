package io.groqmeter;

import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.text.Plural;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The books as readers of this process see them: every answer has each call that had settled when it was asked for. Where the store takes
 * nothing, {@link UsageQueue#spooled} counts what sums and lists lack.
 */
final class ReadYourWritesStore extends ForwardingUsageStore {

    private final UsageQueue queue;
    private final @Nullable CallJournal journal;

    /** @param journal where calls wait for the store; null where there is none */
    ReadYourWritesStore(UsageStore store, UsageQueue queue, @Nullable CallJournal journal) {
        super(store);
        this.queue = queue;
        this.journal = journal;
    }

    @Override
    public List<List<UsageRollup>> rollups(List<RollupQuery> queries) {
        queue.catchUp();
        return store().rollups(queries);
    }

    @Override
    public List<LatencyRollup> latencies(RollupQuery query) {
        queue.catchUp();
        return store().latencies(query);
    }

    @Override
    public RecordPage find(RecordQuery query) {
        queue.catchUp();
        return store().find(query);
    }

    /** The record of that id, also one that the store does not have yet. */
    @Override
    public Optional<UsageRecord> find(String id) {
        Optional<UsageRecord> waiting =
                journal == null ? Optional.empty() : journal.waiting().find(id);
        return store().find(id).or(() -> waiting);
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        queue.catchUp();
        return store().after(position, limit);
    }

    @Override
    public List<OpenCall> openCalls() {
        return journal == null ? store().openCalls() : journal.openCalls(store());
    }

    /**
     * Whether calls can be put on disk: in the store, or in the journal before it. Waits for neither: what asks may be a probe that
     * gives up after a second.
     */
    @Override
    public StoreHealth check() {
        if (journal == null) {
            return store().check();
        }
        String trouble = queue.trouble();
        StoreHealth health = trouble == null ? store().check() : new StoreHealth(false, trouble);
        String unwritable = queue.journalProblem();
        if (health.ok()) {
            return unwritable == null ? health : new StoreHealth(true, health.detail() + "; " + unwritable);
        }
        return unwritable == null
                ? StoreHealth.behind(Plural.of(journal.waiting().records(), "record waits", "records wait") + " in "
                        + journal.path() + ": " + health.detail())
                : new StoreHealth(false, health.detail() + "; nor can calls wait: " + unwritable);
    }
}
